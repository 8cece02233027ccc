import { Type } from 'typebox'
import { oneOf } from './common.ts'
import { defineEndpoints } from './define.ts'

const Health = Type.Object({ status: oneOf(['ok', 'degraded']) })

export const healthEndpoints = defineEndpoints({
  'GET /health/live': {
    summary: 'The process answers',
    access: { kind: 'public' },
    limit: 120,
    tier: 'community',
    replies: { 200: Health },
    errors: [],
  },
  'GET /health/ready': {
    summary: 'Every part that the panel needs answers; 503 with status `degraded` otherwise',
    access: { kind: 'public' },
    limit: 120,
    tier: 'community',
    replies: { 200: Health, 503: Health },
    errors: [],
  },
})
