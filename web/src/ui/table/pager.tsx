import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react'
import { formatNumber } from '../../lib/format.ts'
import { type ListState, pageSizes } from '../../lib/list-state.ts'
import { words } from '../../words/index.ts'
import { Button, IconButton } from '../button.tsx'
import { InlineSelect } from '../choice.tsx'
import { Skeleton } from '../states.tsx'
import styles from './pager.module.css'

interface PagerProps {
  list: Pick<ListState, 'query' | 'setPage' | 'setPageSize'>
  total: number | undefined
  /** It is not known because the list could not be had. */
  failed: boolean
  count: (total: number) => string
}

const sizeOptions = pageSizes.map((size) => ({
  value: String(size),
  label: words.table.perPage(size),
}))

/** Which rows of how many, page size and the way to the other pages. Keeps its place while the rows load. */
export const Pager = ({ list, total, failed, count }: PagerProps) => {
  const { page, pageSize } = list.query
  const pages = Math.max(Math.ceil((total ?? 0) / pageSize), 1)
  const first = (page - 1) * pageSize + 1
  const last = Math.min(page * pageSize, total ?? 0)
  const back = page > 1 ? undefined : words.table.onFirst
  const on = page < pages ? undefined : words.table.onLast
  return (
    <div className={styles.foot}>
      <span className={styles.range} aria-live="polite">
        {total === undefined
          ? !failed && <Skeleton width={16} />
          : last < first
            ? count(total)
            : words.table.range(formatNumber(first), formatNumber(last), count(total))}
      </span>
      <span className={styles.size}>
        <InlineSelect
          compact
          label={words.table.pageSize}
          value={String(pageSize)}
          options={sizeOptions}
          onChange={(value) => list.setPageSize(Number(value))}
        />
      </span>
      <nav className={styles.pages} aria-label={words.table.pages}>
        <IconButton
          size="sm"
          icon={ChevronFirst}
          label={words.table.first}
          disabledReason={back}
          onClick={() => list.setPage(1)}
        />
        <IconButton
          size="sm"
          icon={ChevronLeft}
          label={words.table.previous}
          disabledReason={back}
          onClick={() => list.setPage(page - 1)}
        />
        <span className="num">{words.table.pageOf(formatNumber(page), formatNumber(pages))}</span>
        <IconButton
          size="sm"
          icon={ChevronRight}
          label={words.table.next}
          disabledReason={on}
          onClick={() => list.setPage(page + 1)}
        />
        <IconButton
          size="sm"
          icon={ChevronLast}
          label={words.table.last}
          disabledReason={on}
          onClick={() => list.setPage(pages)}
        />
      </nav>
    </div>
  )
}

/** Said when the rows shown are older than the last question, because that one failed. */
export const Stale = ({ onRetry }: { onRetry: () => void }) => (
  <div className={styles.stale} role="alert">
    <span>{words.table.stale}</span>
    <Button size="sm" variant="ghost" onClick={onRetry}>
      {words.errors.retry}
    </Button>
  </div>
)
