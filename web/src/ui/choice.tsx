import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import type { Bound } from './text-field.tsx'

export interface Option<T extends string> {
  value: T
  label: string
}

interface SelectBase<T extends string> {
  value: T
  options: readonly Option<T>[]
  onChange: (value: T) => void
}

type NativeSelectProps<T extends string> = SelectBase<T> & {
  compact?: boolean
  id?: string
  onBlur?: (() => void) | undefined
  'aria-label'?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
}

/**
 * The platform's own select: right on touch, with a keyboard and with a screen reader, at no cost.
 * The value is looked up among the options, so that the type holds without a cast.
 */
const NativeSelect = <T extends string>(props: NativeSelectProps<T>) => {
  const { value, options, onChange, compact, ...rest } = props
  return (
    <span className={styles.select}>
      <select
        {...rest}
        className={cx(compact && styles.compact)}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" />
    </span>
  )
}

/** A select with its label above, for forms. */
export const SelectField = <T extends string>(
  props: FieldProps & Bound<T> & { options: readonly Option<T>[] },
) => {
  const { label, help, error, optional, value, options, onChange, onBlur } = props
  return (
    <Field label={label} help={help} error={error} optional={optional}>
      {(control) => (
        <NativeSelect
          {...control}
          value={value}
          options={options}
          onChange={onChange}
          onBlur={onBlur}
        />
      )}
    </Field>
  )
}

/** A select without visible label, for filters and table footers. */
export const InlineSelect = <T extends string>({
  label,
  compact = false,
  ...rest
}: SelectBase<T> & { label: string; compact?: boolean }) => (
  <NativeSelect {...rest} compact={compact} aria-label={label} />
)

interface CheckProps {
  checked: boolean
  onChange: (checked: boolean) => void
  label: string
  help?: ReactNode
  disabled?: boolean
}

const Labelled = ({
  kind,
  checked,
  onChange,
  label,
  help,
  disabled,
}: CheckProps & { kind: 'switch' | 'checkbox' }) => {
  const id = useId()
  return (
    <label className={styles.check} htmlFor={id}>
      <input
        id={id}
        type="checkbox"
        role={kind === 'switch' ? 'switch' : undefined}
        className={styles[kind]}
        checked={checked}
        disabled={disabled}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        {help && (
          <span className={styles.note} id={`${id}-help`}>
            {help}
          </span>
        )}
      </span>
    </label>
  )
}

/** Chooses something that takes effect with the form. */
export const Checkbox = (props: CheckProps) => <Labelled kind="checkbox" {...props} />

/** Turns something on or off. */
export const Switch = (props: CheckProps) => <Labelled kind="switch" {...props} />

/** A checkbox whose name is only heard, for table rows. */
export const BareCheckbox = ({
  checked,
  mixed = false,
  label,
  className,
  tabIndex,
  onChange,
}: {
  checked: boolean
  className?: string | undefined
  mixed?: boolean
  label: string
  tabIndex?: number
  /** `range` is set when Shift was held. */
  onChange: (checked: boolean, range: boolean) => void
}) => (
  <input
    type="checkbox"
    className={cx(styles.checkbox, className)}
    aria-label={label}
    tabIndex={tabIndex}
    checked={checked}
    ref={(element) => {
      if (element) element.indeterminate = mixed
    }}
    onChange={(event) => {
      const native = event.nativeEvent
      onChange(event.target.checked, native instanceof MouseEvent && native.shiftKey)
    }}
  />
)
