import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import type { Bed } from './types.ts'

/** Without the agent: what needs it says so, the rest goes on; it is picked up again. */
export const absent = async (t: Test, bed: Bed): Promise<void> => {
  await bed.tell(['systemctl', 'stop', 'mission-control-agent'])
  const services = await bed.call('GET /services')
  t.equal(services.status, 503)
  t.equal(services.body.code, 'agent_unavailable')
  const { body: domains } = await bed.call('GET /domains')
  const domain_id = Number(/"id":(\d+)/.exec(JSON.stringify(domains))?.[1])
  const made = await bed.call('POST /users', {
    email: 'carol@fresh.example',
    password: 'Correct-horse-7',
    domain_id,
  })
  t.equal(made.status, 201, 'mailboxes are made without it')
  await bed.tell(['systemctl', 'start', 'mission-control-agent'])
  await until('the agent is picked up again', 60_000, async () => {
    return (await bed.call('GET /services')).status === 200
  })
  t.pass('it is picked up again')
}

/** Mail for a name that nobody can look up waits, is listed and deleted. */
export const queue = async (t: Test, bed: Bed): Promise<void> => {
  const [name = ''] = (await bed.tell(['hostname', '--fqdn'])).split('\n')
  await bed.tell([
    'sh',
    '-c',
    `printf 'Subject: waits\\n\\nhello\\n' | sendmail -f root@${name} someone@elsewhere.example`,
  ])
  const item = await until('it is in the queue', 60_000, async () => {
    const items = await bed.call('GET /queue/items')
    return /"queue_id":"(\w+)","queue":"deferred"/.exec(JSON.stringify(items.body))?.[1]
  })
  const counted = await bed.call('GET /queue')
  t.match(counted.body, { deferred: 1 })
  const deleted = await bed.call('POST /queue', { action: 'clear', queueId: item })
  t.match(deleted.body, { done: 1 }, JSON.stringify(deleted.body))
  t.equal(await bed.tell(['postqueue', '-p']), 'Mail queue is empty')
}
