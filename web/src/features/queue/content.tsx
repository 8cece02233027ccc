import { useState } from 'react'
import { useAgentReason } from '../../lib/agent.ts'
import { api } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { words } from '../../words/queue.ts'
import styles from './queue.module.css'

const own = words.queue

interface Body {
  body: string
  truncated: boolean
}

/** What the message says, after an explicit click that says that it is recorded. Never kept in the query cache. */
export const Content = ({ queueId }: { queueId: string }) => {
  const unreachable = useAgentReason()
  const [read, setRead] = useState<Body>()
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const show = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      setRead(await api('GET /queue/items/{queue_id}/body', { params: { queue_id: queueId } }))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  if (read)
    return (
      <>
        {read.truncated && <p className="muted">{own.bodyCut}</p>}
        {read.body ? (
          <section className={styles.body} aria-label={own.body}>
            <pre>{read.body}</pre>
          </section>
        ) : (
          <p className="muted">{own.bodyEmpty}</p>
        )}
      </>
    )
  return (
    <>
      <p className={styles.small}>{own.bodyLead}</p>
      <div>
        <Button busy={busy} disabledReason={unreachable} onClick={() => void show()}>
          {own.bodyShow}
        </Button>
      </div>
      {problem !== undefined && <Problem error={problem} />}
    </>
  )
}
