import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import fastJsonStringify from 'fast-json-stringify'
import type { FastifyInstance } from 'fastify'
import { validationFault } from './sentences.ts'

type Serializer = (data: unknown) => string

/**
 * How schemas become code: strictly (nothing is coerced, filled in or left out) and only when an endpoint is first
 * called. Most are not called in the first second of a process, and many never; compiling all of them at the start
 * costs more than everything else there.
 */
export const lazyCompilers = (app: FastifyInstance): void => {
  const ajv = new Ajv({ allErrors: true, verbose: true })
  formats.default(ajv)
  app.setValidatorCompiler<object>(({ schema, httpPart = 'body' }) => {
    // Ajv keeps what it has compiled, by the schema object.
    const compiled = () => ajv.compile(schema)
    let validate: ReturnType<typeof compiled> | undefined
    return (data: unknown) => {
      validate ??= compiled()
      if (validate(data)) return true
      return { error: validationFault(validate.errors ?? [], httpPart) }
    }
  })
  const kept = new WeakMap<object, Serializer>()
  app.setSerializerCompiler<object>(({ schema }) => {
    let stringify: Serializer | undefined
    return (data: unknown) => {
      stringify ??= kept.get(schema)
      if (!stringify) {
        stringify = fastJsonStringify(schema)
        kept.set(schema, stringify)
      }
      return stringify(data)
    }
  })
}
