import type { AuditRow } from '@mc/shared/contract'
import { words } from '../../words/audit.ts'
import styles from './changes.module.css'

const own = words.audit

const shown = (value: unknown): string =>
  value === undefined || value === null
    ? '–'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

/** Names and values before and after, one a line. */
export const Changes = ({ row: { before, after } }: { row: AuditRow }) => {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (names.length === 0) return <p className="muted">{own.noChange}</p>
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <td />
          <th scope="col">{own.before}</th>
          <th scope="col">{own.after}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row" className="mono">
              {name}
            </th>
            <td>{shown(before?.[name])}</td>
            <td>{shown(after?.[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
