import { ADDRESS } from '@mc/shared/rules'
import { words } from '../../words/users.ts'

/** What is wrong with the part before the @, undefined when the server will take it. */
export const localPartProblem = (text: string): string | undefined => {
  if (text.includes('@')) return words.users.nameAt
  if (text.length > ADDRESS.localPart) return words.users.nameLong(ADDRESS.localPart)
  const fits = /^[a-z0-9._-]+$/i.test(text) && !/^[.-]|\.$|\.\./.test(text)
  return fits ? undefined : words.users.nameWrong
}
