import { Type } from 'typebox'
import { defineEndpoints } from './define.ts'

export const docsEndpoints = defineEndpoints({
  'GET /openapi.json': {
    summary: 'This API as an OpenAPI 3.1 document',
    access: { kind: 'caller' },
    limit: 120,
    tier: 'community',
    replies: { 200: Type.Record(Type.String(), Type.Unknown()) },
    errors: [],
  },
  'GET /docs': {
    summary: 'The same document as a page to read and to try calls on',
    access: { kind: 'caller' },
    limit: 120,
    tier: 'community',
    replies: { 200: Type.String() },
    replyMedia: 'text/html',
    errors: [],
  },
})
