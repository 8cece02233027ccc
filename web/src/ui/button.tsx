import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, MouseEvent } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './button.module.css'

export interface ButtonLook {
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger' | undefined
  size?: 'sm' | 'md' | undefined
  /** Takes the whole width of its place. */
  wide?: boolean | undefined
}

interface State {
  /** The deed is under way: shows a spinner, ignores clicks. */
  busy?: boolean | undefined
  /** Why the button can't be used now. It stays focusable, so that everybody can read the reason. */
  disabledReason?: string | undefined
}

type Native = Omit<ComponentProps<'button'>, 'className' | 'disabled'>
export type ButtonProps = Native & ButtonLook & State & { icon?: LucideIcon | undefined }

/** Class names of a button, for links that look like one. */
export const buttonClass = ({ variant = 'secondary', size = 'md', wide }: ButtonLook) =>
  cx(styles.button, styles[variant], size === 'sm' && styles.sm, wide && styles.wide)

/** Attributes of a button that is busy or refuses with a reason. */
const stateProps = ({ busy, disabledReason }: State, onClick: Native['onClick']) => ({
  'aria-disabled': Boolean(disabledReason) || busy || undefined,
  'aria-busy': busy || undefined,
  'aria-description': disabledReason,
  'data-tip': disabledReason,
  onClick: (event: MouseEvent<HTMLButtonElement>) => {
    if (busy || disabledReason) event.preventDefault()
    else onClick?.(event)
  },
})

const Spinner = () => <span className={styles.spinner} aria-hidden="true" />

export const Button = (props: ButtonProps) => {
  const {
    variant,
    size,
    wide,
    busy,
    disabledReason,
    icon: Icon,
    onClick,
    children,
    ...rest
  } = props
  return (
    <button
      type="button"
      {...rest}
      {...stateProps({ busy, disabledReason }, onClick)}
      className={buttonClass({ variant, size, wide })}
    >
      {busy ? <Spinner /> : Icon && <Icon />}
      {children}
    </button>
  )
}

export type IconButtonProps = Omit<Native, 'aria-label' | 'children'> &
  ButtonLook &
  State & {
    icon: LucideIcon
    /** Its name for screen readers and, on hover, for everybody. */
    label: string
    /** Shown behind the name in the tooltip, e.g. `Ctrl K`. */
    shortcut?: string | undefined
  }

export const IconButton = (props: IconButtonProps) => {
  const {
    variant = 'ghost',
    size,
    wide,
    busy,
    disabledReason,
    icon: Icon,
    label,
    shortcut,
    onClick,
    ...rest
  } = props
  return (
    <button
      type="button"
      {...rest}
      {...stateProps({ busy, disabledReason }, onClick)}
      aria-label={label}
      data-tip={disabledReason ?? (shortcut ? `${label} (${shortcut})` : label)}
      className={cx(buttonClass({ variant, size, wide }), styles.icon)}
    >
      {busy ? <Spinner /> : <Icon />}
    </button>
  )
}
