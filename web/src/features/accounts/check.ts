import { USERNAME } from '@mc/shared/rules'
import { words } from '../../words/accounts.ts'

const name = new RegExp(USERNAME.pattern)

export const nameProblem = (value: string): string | undefined =>
  value.length >= USERNAME.min && value.length <= USERNAME.max && name.test(value)
    ? undefined
    : words.accounts.nameWrong

/** A coarse look; the server knows the rules. */
export const emailProblem = (value: string): string | undefined =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value) ? undefined : words.accounts.emailWrong
