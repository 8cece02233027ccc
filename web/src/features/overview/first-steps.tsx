import type { Overview } from '@mc/shared/contract'
import { Check } from 'lucide-react'
import { AppLink } from '../../lib/app-link.tsx'
import { can, useUser } from '../../lib/session.ts'
import { buttonClass } from '../../ui/button.tsx'
import { words } from '../../words/overview.ts'
import styles from './first-steps.module.css'

const own = words.overview

const steps = [
  { id: 'domain', to: '/domains', search: { do: 'create' }, resource: 'domains' },
  { id: 'mailbox', to: '/mailboxes', search: { do: 'create' }, resource: 'users' },
  { id: 'client', to: '/mailboxes', search: {}, resource: 'users' },
] as const

/** Whether the server still has to be told whom it takes mail for. */
export const isNew = (overview: Overview) =>
  overview.domains.total === 0 || overview.users.total === 0

/** What to do on a new server, one step after the other. */
export const FirstSteps = ({ overview }: { overview: Overview }) => {
  const user = useUser()
  const next = overview.domains.total === 0 ? 0 : 1
  return (
    <section className={styles.start} aria-label={own.startTitle}>
      <div>
        <h2 className={styles.title}>{own.startTitle}</h2>
        <p className="muted">
          {overview.parts.some(({ status }) => status === 'ok') ? own.startLead : own.startLeadBare}
        </p>
      </div>
      <ol className={styles.steps}>
        {steps.map(({ id, to, search, resource }, index) => (
          <li
            key={id}
            className={styles.step}
            data-state={index < next ? 'done' : index === next ? 'next' : 'later'}
          >
            <span className={styles.mark} aria-hidden="true">
              {index < next ? <Check /> : index + 1}
            </span>
            <div className={styles.words}>
              <h3>
                {own.steps[id].title}
                {index < next && <span className="sr-only">, {own.stepDone}</span>}
              </h3>
              <p className="muted">{own.steps[id].text}</p>
            </div>
            {index === next &&
              (can(user, resource, 'write') ? (
                <AppLink to={to} search={search} className={buttonClass({ variant: 'primary' })}>
                  {own.steps[id].action}
                </AppLink>
              ) : (
                <p className="muted">{words.errors.readOnly}</p>
              ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
