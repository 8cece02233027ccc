import { Download } from 'lucide-react'
import { urlOf } from '../../lib/api.ts'
import { buttonClass } from '../../ui/button.tsx'
import { words } from '../../words/users.ts'

/** The list as CSV, streamed by the server into a file. */
export const ExportLink = ({ search, domain }: { search: string | undefined; domain: string }) => (
  <a
    className={buttonClass({ variant: 'ghost' })}
    href={urlOf('/users/export', { query: { search, domain } })}
    download="mailboxes.csv"
    data-tip={words.userExport.tip(Boolean(search || domain))}
  >
    <Download aria-hidden="true" />
    {words.userExport.label}
  </a>
)
