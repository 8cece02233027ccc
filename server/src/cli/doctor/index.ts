import { databases } from './databases.ts'
import { disk, page, rights, secret } from './files.ts'
import { type Check, type Finding, ill, type Patient, reasonOf } from './finding.ts'
import { panel } from './panel.ts'
import { stack, supervisord } from './stack.ts'

/** What only root may ask. */
const asRoot: readonly Check[] = [supervisord]
/** In the order in which one mends. */
const asPanel: readonly Check[] = [disk, rights, secret, databases, page, panel, stack]

/** A check that breaks is a finding, not the end. */
const run = async (checks: readonly Check[], patient: Patient): Promise<Finding[]> => {
  const found = await Promise.all(
    checks.map((check) =>
      check(patient).catch((error) => [
        ill(check.name, `could not be checked: ${reasonOf(error)}`, 'Run mc doctor as root.'),
      ]),
    ),
  )
  return found.flat()
}

/**
 * Looks at every part.
 * @param giveUpRoot called before the first look into the panel's own files
 */
export const examine = async (patient: Patient, giveUpRoot: () => void): Promise<Finding[]> => {
  const first = await run(asRoot, patient)
  giveUpRoot()
  return [...(await run(asPanel, patient)), ...first]
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
