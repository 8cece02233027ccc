import { type TSchema, Type } from 'typebox'
import { PAGE } from '../rules.ts'
import { errorStatus } from './errors.ts'

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
/** RFC 3339, UTC, milliseconds, `Z`. */
export const Timestamp = Type.String({
  format: 'date-time',
  examples: ['2026-02-10T14:30:00.000Z'],
})
/** Digits only: `1e3`, `+1` and `0x1` are no ids. */
const DecimalId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

export const IdParams = Type.Object({ id: DecimalId }, { additionalProperties: false })
export const IdQuery = Type.Object({ id: DecimalId }, { additionalProperties: false })
export const Message = Type.Object({ message: Type.String() })
export const Empty = Type.Object({}, { additionalProperties: false })

/** A closed list of words. */
export const oneOf = <const T extends readonly string[]>(words: T) =>
  Type.Enum<[...T]>([...words] as [...T])

/** Query of a paginated list: `sort` from a closed list, further filters by `extra`. */
export const listQuery = <const S extends readonly string[], E extends Record<string, TSchema>>(
  sort: S,
  extra: E,
) =>
  Type.Object(
    {
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000, default: 1 })),
      pageSize: Type.Optional(
        Type.Integer({ minimum: 1, maximum: PAGE.max, default: PAGE.default }),
      ),
      sort: Type.Optional(oneOf(sort)),
      dir: Type.Optional(oneOf(['asc', 'desc'])),
      search: Type.Optional(Type.String({ maxLength: 254 })),
      ...extra,
    },
    { additionalProperties: false },
  )

/** `?all=true`: the whole list as a bare array, streamed. */
export const all = { all: Type.Optional(Type.Boolean()) }

export const pageOf = <T extends TSchema>(row: T) =>
  Type.Object({
    data: Type.Array(row),
    total: Type.Integer(),
    page: Type.Integer(),
    pageSize: Type.Integer(),
  })

/** Body of every bulk endpoint and its reply. */
export const BulkBody = Type.Object(
  {
    action: oneOf(['activate', 'deactivate', 'delete']),
    ids: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }),
    force: Type.Optional(Type.Boolean()),
    dry_run: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export const BulkReply = Type.Object({
  done: Type.Integer(),
  failed: Type.Array(Type.Object({ id: Id, code: Type.String(), error: Type.String() })),
})

/** Every error. Members beyond these depend on the code (`domain_in_use` carries counts) and stand in `details`' place. */
export const ErrorReply = Type.Object(
  {
    error: Type.String({ description: 'A sentence for a person' }),
    code: oneOf(Object.keys(errorStatus)),
    request_id: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
    ),
  },
  { additionalProperties: true },
)
