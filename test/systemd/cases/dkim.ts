import type { DkimKey } from '@mc/shared/contract'
import type { Test } from 'tap'
import { mailFlows, published } from './mail.ts'
import { type Bed, code } from './types.ts'

const unit = 'opendkim-ed25519'

const isActive = async (bed: Bed): Promise<string> =>
  (await bed.try(['systemctl', 'is-active', unit])).stdout.trim()

/** RFC 8463 beside RSA: a process of its own, which is there while a key of that kind signs. */
export const bothSign = async (t: Test, bed: Bed): Promise<void> => {
  t.equal(await isActive(bed), 'inactive', 'nobody pays for what is not used')
  const domain = 'fresh.example'
  const made = await bed.call('POST /dkim', { domain, selector: 'ed', algorithm: 'ed25519' })
  t.match(made, { status: 201, body: { state: 'pending' } }, JSON.stringify(made.body))
  const key: DkimKey = made.body
  await published(bed, [key.dns_name, key.dns_value])
  const mc = ['node', 'deploy/bootstrap.mjs', 'mc', 'dkim', 'activate', domain, key.selector]
  const activated = await bed.machine.run(mc, { cwd: code, timeout: 180_000 })
  t.match(activated, { code: 0, stdout: /is signed with ed\./ }, activated.stderr)
  t.equal(await isActive(bed), 'active')
  await mailFlows(t, bed, 'signed twice', 2)
}
