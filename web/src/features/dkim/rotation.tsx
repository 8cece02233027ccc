import type { DkimKey } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Check, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { cx } from '../../lib/cx.ts'
import { Button } from '../../ui/button.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { words } from '../../words/dkim.ts'
import { KeyState } from './badges.tsx'
import styles from './dkim.module.css'
import { domainKeysQuery, path } from './queries.ts'
import { besideOf, type Step, stepsOf } from './steps.ts'
import type { Hindrance } from './use-key-deeds.ts'

const own = words.dkim

const Marker = ({ state, place }: { state: Step['state']; place: number }) => (
  <span className={cx(styles.marker, styles[state])} aria-hidden="true">
    {state === 'done' ? <Check /> : place}
  </span>
)

const Item = ({ step, place, children }: { step: Step; place: number; children?: ReactNode }) => (
  <li className={styles.step} aria-current={step.state === 'now' ? 'step' : undefined}>
    <Marker state={step.state} place={place} />
    <div className={styles.stepBody}>
      <p className={styles.stepTitle}>
        {own.steps[step.id]}
        <span className="sr-only">: {own.stepState[step.state]}</span>
      </p>
      <p className="muted">{step.note}</p>
      {children}
    </div>
  </li>
)

/** The other keys of the domain that matter for this one. */
const Others = ({ row }: { row: DkimKey }) => {
  const { data = [] } = useQuery(domainKeysQuery(row.domain))
  const wanted = row.state === 'active' ? 'pending' : 'active'
  const others = data.filter(({ id }) => id !== row.id)
  const same = others.filter((key) => key.algorithm === row.algorithm && key.state === wanted)
  const beside = others.filter((key) => key.algorithm !== row.algorithm && key.state === 'active')
  const lead = { active: own.pendingToo, pending: own.replaces, retired: own.replacedBy }
  return (
    <>
      <Named lead={lead[row.state]} keys={same} />
      {row.state !== 'retired' && <Named lead={own.besideIt} keys={beside} />}
    </>
  )
}

const Named = ({ lead, keys }: { lead: string; keys: readonly DkimKey[] }) => {
  if (keys.length === 0) return null
  return (
    <p className={styles.others}>
      <span className="muted">{lead}</span>
      {keys.map((other) => (
        <span key={other.id} className={styles.other}>
          <AppLink to={`${path}/${other.id}`} search="keep">
            {other.selector}
          </AppLink>
          <KeyState row={other} />
        </span>
      ))}
    </p>
  )
}

interface Props {
  row: DkimKey
  why: Hindrance
  busy: 'check' | 'switch' | undefined
  onCheck: () => void
  onSwitch: () => void
  onRotate: () => void
}

/** The guided way from one key to the next, with what is to be done now. */
export const Rotation = ({ row, why, busy, onCheck, onSwitch, onRotate }: Props) => {
  const { data = [] } = useQuery(domainKeysQuery(row.domain))
  const waits = row.dns_status === 'published' ? undefined : own.notSeen
  const check = (
    <Button
      size="sm"
      icon={RefreshCw}
      busy={busy === 'check'}
      disabledReason={why.check}
      onClick={onCheck}
    >
      {own.check}
    </Button>
  )
  const deeds: { readonly [S in Step['id']]?: ReactNode } = {
    seen: check,
    switch: (
      <Button
        size="sm"
        variant="primary"
        busy={busy === 'switch'}
        disabledReason={why.change ?? waits}
        onClick={onSwitch}
      >
        {own.switch}
      </Button>
    ),
    remove: check,
  }
  return (
    <PanelSection title={own.rotation}>
      {row.state === 'active' ? (
        <div className={styles.deeds}>
          <Button disabledReason={why.change} onClick={onRotate}>
            {own.rotate}
          </Button>
          <Button
            icon={RefreshCw}
            busy={busy === 'check'}
            disabledReason={why.check}
            onClick={onCheck}
          >
            {own.check}
          </Button>
        </div>
      ) : (
        <ol className={styles.steps}>
          {stepsOf(row, Date.now(), besideOf(row, data)).map((step, index) => (
            <Item key={step.id} step={step} place={index + 1}>
              {deeds[step.id]}
            </Item>
          ))}
        </ol>
      )}
      <Others row={row} />
    </PanelSection>
  )
}
