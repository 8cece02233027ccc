import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { mailFlows } from './mail.ts'
import type { Bed } from './types.ts'

/** After a boot everything is there by itself, and the mail path needs neither panel nor agent. */
export const rebooted = async (t: Test, bed: Bed): Promise<void> => {
  await bed.machine.reboot()
  await until('the panel answers', 60_000, async () => {
    const ready = await bed.call('GET /health/ready').catch(() => undefined)
    return ready?.status === 200
  })
  t.equal(await bed.tell(['systemctl', '--failed', '--no-legend']), '', 'no unit has failed')
  await bed.tell(['systemctl', 'stop', 'mission-control', 'mission-control-agent'])
  await mailFlows(t, bed, 'without panel and agent', 2)
}
