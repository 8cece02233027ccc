import { type Static, Type } from 'typebox'
import { SERVICES } from '../rules.ts'
import { oneOf, Timestamp } from './common.ts'
import { defineEndpoints, read, write } from './define.ts'

/** One service of the machine. */
export const Service = Type.Object({
  name: oneOf(SERVICES),
  status: oneOf(['running', 'starting', 'stopped', 'failed', 'not_installed']),
  /** 0 when it does not run. */
  uptime_seconds: Type.Integer(),
  uptime_formatted: Type.Union([Type.String({ examples: ['1d 0h 0m'] }), Type.Null()]),
  /** Resident memory of all its processes; a page that several share counts in each. */
  memory_bytes: Type.Integer(),
  /** Main process, as the host sees it. */
  pid: Type.Union([Type.Integer(), Type.Null()]),
  /** When its main process was started. */
  started_at: Type.Union([Timestamp, Type.Null()]),
  /** A sentence for what does not run: why, and what to do. Empty when it runs. */
  detail: Type.String(),
})
export type Service = Static<typeof Service>

/** Names that a service is also known by. */
export const SERVICE_ALIASES = { spamd: 'spamassassin' } as const

export const serviceEndpoints = defineEndpoints({
  'GET /services': {
    summary: 'State, age, memory and process of every service',
    access: read('services'),
    limit: 120,
    tier: 'community',
    replies: { 200: Type.Array(Service) },
    errors: ['agent_unavailable'],
  },
  'POST /services': {
    summary:
      'Start, stop or restart one service; answers once the new state was observed. `confirm` is for a stop that cuts the panel off',
    access: write('services'),
    limit: 10,
    tier: 'community',
    body: Type.Object(
      {
        service: oneOf([...SERVICES, 'spamd']),
        action: oneOf(['start', 'stop', 'restart']),
        confirm: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    replies: { 200: Type.Object({ message: Type.String(), service: Service }) },
    errors: [
      'use_screening_config',
      'service_not_installed',
      'cuts_off_panel',
      'service_failed',
      'agent_unavailable',
    ],
    audit: 'service.control',
  },
})
