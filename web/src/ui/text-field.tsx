import type { ComponentProps, ReactNode, Ref } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './field.module.css'
import { Field, type FieldProps } from './field.tsx'

/** What a form hands to a control (`form.field('name')`). */
export interface Bound<T> {
  name?: string | undefined
  value: T
  onChange: (value: T) => void
  onBlur?: (() => void) | undefined
  error?: string | undefined
}

type Native = Pick<
  ComponentProps<'input'>,
  | 'autoComplete'
  | 'placeholder'
  | 'inputMode'
  | 'readOnly'
  | 'maxLength'
  | 'spellCheck'
  | 'required'
>

export type TextFieldProps = FieldProps &
  Bound<string> &
  Native & {
    type?: 'text' | 'email' | 'number' | 'password' | 'datetime-local'
    /** Addresses, names and keys. */
    mono?: boolean
    prefix?: ReactNode
    suffix?: ReactNode
    /** Takes the focus when its form opens. */
    focusFirst?: boolean
    inputRef?: Ref<HTMLInputElement>
  }

export const TextField = (props: TextFieldProps) => {
  const {
    label,
    help,
    error,
    optional,
    value,
    onChange,
    mono,
    prefix,
    suffix,
    focusFirst,
    inputRef,
    ...native
  } = props
  return (
    <Field label={label} help={help} error={error} optional={optional}>
      {(control) => (
        <div
          className={styles.box}
          data-invalid={error ? '' : undefined}
          data-readonly={native.readOnly ? '' : undefined}
        >
          {prefix && <span className={styles.affix}>{prefix}</span>}
          <input
            type="text"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            {...native}
            {...control}
            ref={inputRef}
            data-focus-first={focusFirst ? '' : undefined}
            className={cx(styles.input, mono && styles.mono)}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {suffix && <span className={styles.affix}>{suffix}</span>}
        </div>
      )}
    </Field>
  )
}

export const TextArea = ({
  label,
  help,
  error,
  optional,
  value,
  onChange,
  onBlur,
  mono,
  rows = 5,
  placeholder,
}: FieldProps & Bound<string> & { mono?: boolean; rows?: number; placeholder?: string }) => (
  <Field label={label} help={help} error={error} optional={optional}>
    {(control) => (
      <div className={styles.box} data-invalid={error ? '' : undefined}>
        <textarea
          {...control}
          rows={rows}
          spellCheck={false}
          placeholder={placeholder}
          className={cx(styles.input, styles.area, mono && styles.mono)}
          value={value}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    )}
  </Field>
)
