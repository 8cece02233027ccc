import type { Handlers } from '@mc/server/agent/handlers/index.ts'

export const certificate = {
  source: 'self-signed' as const,
  names: ['mail.example.org'],
  not_before: '2026-01-01T00:00:00.000Z',
  not_after: '2027-01-01T00:00:00.000Z',
  fingerprint: 'AA:BB',
  chain: ['MAA='],
}

/** What the machine would do is no question here: each answers the least that its record allows. */
export const quiet: Handlers = {
  'stack.status': async () => ({ parts: [], ports: {} }),
  'stack.apply': async () => ({ changed: [], certificate }),
  'certificate.read': async () => certificate,
  'domains.apply': async ({ domains }) => ({ domains: domains.length, unusable: [] }),
  'dkim.make': async () => ({ keys: [] }),
  'mailstore.discard': async () => ({ moved: false, size_bytes: 0 }),
  'mailstore.restore': async () => ({ moved: false }),
  'mailstore.purge': async () => ({ purged: false }),
  'sessions.end': async () => ({ ended: 0 }),
  'services.list': async () => ({ services: [] }),
  'services.control': async ({ service: name }) => {
    const service = {
      name,
      state: 'running' as const,
      pid: 1,
      memory_bytes: 0,
      uptime_seconds: 0,
      detail: '',
    }
    return { before: service, service, observed: true, log: [] }
  },
  'queue.counts': async () => ({
    active: 0,
    deferred: 0,
    hold: 0,
    bounce: 0,
    maildrop: 0,
    incoming: 0,
    corrupt: 0,
    total: 0,
  }),
  async *'queue.list'() {},
  'queue.act': async () => ({ done: [], idle: [] }),
  'queue.flush': async () => ({ deferred: 0 }),
  'queue.delete': async () => ({ done: [], idle: [] }),
  'queue.clear': async () => ({ deleted: 0 }),
  'queue.message': async () => null,
  'queue.body': async () => null,
}
