import type { ImportReport } from '@mc/shared/contract'
import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import { useState } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { words } from '../../words/users.ts'
import styles from './import.module.css'

const own = words.userImport

/** Shown at first, and at most: nobody reads more, the counts say the rest. */
const few = 8
const most = 300

/** How many of the lines are mailboxes that are not there yet. */
export const toCreate = ({ rows }: ImportReport) =>
  rows.filter(({ status }) => status === 'create').length

const verdict = (report: ImportReport) => {
  const { total, invalid } = report
  if (total === 0) return { tone: 'warn', Icon: Info, text: own.empty }
  if (invalid > 0) return { tone: 'bad', Icon: CircleAlert, text: own.problemsNote }
  if (toCreate(report) === 0) return { tone: 'warn', Icon: Info, text: own.nothing }
  return { tone: 'ok', Icon: CircleCheck, text: own.fine }
}

const Problems = ({ rows }: { rows: ImportReport['rows'] }) => {
  const [limit, setLimit] = useState(few)
  const left = rows.length - limit
  return (
    <div className={styles.lines}>
      <table aria-label={own.problems(rows.length)}>
        <thead>
          <tr>
            <th scope="col">{own.line}</th>
            <th scope="col">{own.address}</th>
            <th scope="col">{own.problem}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map(({ line, email, error }) => (
            <tr key={line}>
              <td className="num">{formatNumber(line)}</td>
              <td>{email}</td>
              <td>{error}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 &&
        (limit === few ? (
          <Button size="sm" variant="ghost" onClick={() => setLimit(most)}>
            {own.showMore(Math.min(left, most - few))}
          </Button>
        ) : (
          <p className="muted">{own.more(left)}</p>
        ))}
    </div>
  )
}

/** What a check found: counts, what that means, and each line with a problem. */
export const Report = ({ report }: { report: ImportReport }) => {
  const problems = report.rows.filter(({ status }) => status === 'invalid')
  const existing = report.rows.filter(({ status }) => status === 'exists').length
  const { tone, Icon, text } = verdict(report)
  return (
    <section aria-label={own.report} className={styles.report} aria-live="polite">
      <dl className={styles.counts}>
        {[
          [own.willCreate, toCreate(report)],
          [own.exists, existing],
          [own.invalid, report.invalid],
        ].map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="num">{formatNumber(Number(count))}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.verdict} data-tone={tone}>
        <Icon aria-hidden="true" />
        {text}
      </p>
      {problems.length > 0 && <Problems rows={problems} />}
    </section>
  )
}
