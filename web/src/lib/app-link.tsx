import { Link } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'

type Native = Pick<
  ComponentProps<'a'>,
  'className' | 'tabIndex' | 'aria-current' | 'aria-label' | 'onClick'
>

interface Props extends Native {
  'data-tip'?: string | undefined
  'data-row-link'?: string
  /** A path of the page: `/domains/12`. */
  to: string
  /** Search members; `keep` leaves the present ones (a panel over its list). */
  search?: Readonly<Record<string, string>> | 'keep'
  children: ReactNode
}

/** A link inside the page; its code is fetched when somebody is about to follow it. */
export const AppLink = ({ to, search, ...rest }: Props) => (
  <Link to={to} search={search === 'keep' ? true : (search ?? {})} preload="intent" {...rest} />
)
