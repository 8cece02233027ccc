import type { Test } from 'tap'
import type { Bed } from './types.ts'

/** Sum of every file that the agent writes, with owner, mode and time of the last change. */
const configuration = (bed: Bed): Promise<string> =>
  bed.tell([
    'sh',
    '-c',
    `cd /etc && find postfix dovecot opendkim spamassassin -type f -exec stat -c '%U:%G %a %n' {} + -exec sha256sum {} + | sort`,
  ])

export const applied = async (t: Test, bed: Bed): Promise<void> => {
  const change = { postmaster_address: 'bob@fresh.example' }
  const { status, body } = await bed.call('PATCH /settings', change)
  t.equal(status, 200, JSON.stringify(body))
  t.match(body, { applied: 'applied', certificate: { source: 'self-signed' } })
  const postmaster = await bed.tell(['doveconf', '-h', 'postmaster_address'])
  t.equal(postmaster, 'bob@fresh.example', 'Dovecot has it')
}

/** A package that lost its files: Dovecot's own checker refuses, and no daemon's file has changed. */
export const refused = async (t: Test, bed: Bed): Promise<void> => {
  const before = await configuration(bed)
  const modules = '/usr/lib/dovecot/modules'
  await bed.tell(['mv', modules, `${modules}.gone`])
  try {
    const change = {
      postmaster_address: 'alice@fresh.example',
      message_size_limit_bytes: 5_000_000,
    }
    const { status, body } = await bed.call('PATCH /settings', change)
    t.equal(status, 500)
    t.equal(body.code, 'apply_failed')
    t.match(body.error, /dovecot refuses the new configuration, so nothing was changed/)
  } finally {
    await bed.tell(['mv', `${modules}.gone`, modules])
  }
  t.equal(await configuration(bed), before, 'every file is as it was, to the byte')
  const settings = await bed.call('GET /settings')
  t.match(settings.body, { postmaster_address: 'bob@fresh.example' }, 'and so is the setting')
}

/** A daemon that does not come up with its new files: they are taken back, and so are those of the others. */
export const takenBack = async (t: Test, bed: Bed): Promise<void> => {
  const before = await configuration(bed)
  const pid = await bed.tell(['systemctl', 'show', '--value', '--property=MainPID', 'opendkim'])
  await bed.tell(['kill', '-STOP', pid])
  try {
    const { status, body } = await bed.call('PATCH /settings', { hostname: 'other.fresh.example' })
    t.equal(status, 500)
    t.match(body.error, /The old one was put back/)
  } finally {
    await bed.tell(['kill', '-CONT', pid])
  }
  t.equal(await configuration(bed), before, 'every file is as it was, to the byte')
}
