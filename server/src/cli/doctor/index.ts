import { databases } from './databases.ts'
import { disk, page, rights, secret } from './files.ts'
import { type Check, type Finding, ill, type Patient, reasonOf } from './finding.ts'
import { panel } from './panel.ts'
import { stack } from './stack.ts'

/** In the order in which one mends. */
const checks: readonly Check[] = [disk, rights, secret, databases, page, panel, stack]

/** Looks at every part; a check that breaks is a finding, not the end. */
export const examine = async (patient: Patient): Promise<Finding[]> => {
  const found = await Promise.all(
    checks.map((check) =>
      check(patient).catch((error) => [
        ill(check.name, `could not be checked: ${reasonOf(error)}`, 'Run mc doctor as root.'),
      ]),
    ),
  )
  return found.flat()
}

/** One line a finding, what to do below it. */
export const reportOf = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ part }) => part.length))
  const lines = findings.flatMap(({ part, ok, detail, advice }) => [
    `${ok ? 'ok     ' : 'PROBLEM'}  ${part.padEnd(width)}  ${detail}`,
    ...(advice === undefined ? [] : [`${' '.repeat(width + 11)}→ ${advice}`]),
  ])
  const problems = findings.filter(({ ok }) => !ok).length
  const sum = problems === 0 ? 'Everything is well.' : `${problems} to mend.`
  return [...lines, '', sum].join('\n')
}
