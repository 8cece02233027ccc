import type { ErrorObject } from 'ajv'
import { AppError, type FieldError } from './app-error.ts'

const MAX_ERRORS = 20

const types: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

const words = (type: unknown): string =>
  (Array.isArray(type) ? type : [type]).map((one) => types[String(one)] ?? String(one)).join(' or ')

const formats: Readonly<Record<string, string>> = {
  'date-time': 'must be a time such as 2026-02-10T14:30:00.000Z',
}

/** What is right, in words, for each keyword of a schema that a value can fail. */
const sentences: Readonly<Record<string, (error: ErrorObject) => string>> = {
  required: () => 'is required',
  additionalProperties: (error) => {
    const allowed = Object.keys(error.parentSchema?.properties ?? {}).join(', ')
    return allowed === '' ? 'is not known here' : `is not known here; allowed: ${allowed}`
  },
  type: ({ params }) => `must be ${words(params.type)}`,
  enum: ({ params }) => `must be one of ${Object.values(Object(params.allowedValues)).join(', ')}`,
  const: ({ params }) => `must be ${JSON.stringify(params.allowedValue)}`,
  anyOf: () => 'has none of the forms that are allowed',
  minimum: ({ params }) => `must be at least ${params.limit}`,
  maximum: ({ params }) => `must be at most ${params.limit}`,
  minLength: ({ params }) => `must have at least ${params.limit} characters`,
  maxLength: ({ params }) => `must have at most ${params.limit} characters`,
  minItems: ({ params }) => `must have at least ${params.limit} entries`,
  maxItems: ({ params }) => `must have at most ${params.limit} entries`,
  minProperties: () => 'must name something to change',
  uniqueItems: () => 'must not hold the same entry twice',
  pattern: ({ params }) => `must have the form ${params.pattern}`,
  format: ({ params }) => formats[String(params.format)] ?? `must be a ${params.format}`,
}

const fieldOf = (error: ErrorObject, part: string): string => {
  const path = error.instancePath.slice(1).replaceAll('/', '.')
  const member = error.params.missingProperty ?? error.params.additionalProperty
  if (typeof member !== 'string') return path || part
  return path ? `${path}.${member}` : member
}

/** Ajv's findings as one 400 with a sentence for each field. */
export const validationFault = (errors: ErrorObject[], part: string): AppError => {
  const seen = new Set<string>()
  const found: FieldError[] = []
  for (const error of errors) {
    const field = fieldOf(error, part).slice(0, 128)
    if (found.length === MAX_ERRORS) break
    if (seen.has(field)) continue
    seen.add(field)
    found.push({ field, message: sentences[error.keyword]?.(error) ?? 'is not allowed' })
  }
  const text = found.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new AppError('validation_failed', `${text}.`, { details: { errors: found } })
}
