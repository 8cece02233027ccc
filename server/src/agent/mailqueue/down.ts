import { OpFailure } from '../op-failure.ts'

/** Postfix could not tell or did not take it: never to be read as "there is nothing". */
export const postfixDown = (what: string, stderr: string, cause?: unknown): OpFailure => {
  const said = stderr
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^\S+: (fatal|error|warning|panic): /, '')
  const quoted = said ? ` It says: ${said}` : ''
  return new OpFailure('mail_stack_unavailable', `Postfix ${what}.${quoted}`, cause)
}
