import type { FastifyInstance, RouteOptions } from 'fastify'
import { invalid } from '../http/app-error.ts'

type Coerce = (value: string, name: string) => unknown

const integer: Coerce = (value, name) => {
  if (/^\d{1,16}$/.test(value)) return Number(value)
  throw invalid(name, 'must be a whole number in plain decimal digits')
}

const boolean: Coerce = (value, name) => {
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalid(name, 'must be true or false')
}

const text: Coerce = (value) => value

const coercers: Readonly<Record<string, Coerce>> = { integer, boolean }

/** How each member of a schema is read from its text. */
const planFor = (schema: unknown): ReadonlyMap<string, Coerce> => {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return new Map()
  const properties: Record<string, { type?: unknown }> = Object(schema.properties)
  return new Map(
    Object.entries(properties).map(([name, { type }]) => [name, coercers[String(type)] ?? text]),
  )
}

/** Turns text into the declared types, strictly; what is unknown stays for the schema to refuse. */
const apply = (plan: ReadonlyMap<string, Coerce>, from: unknown): Record<string, unknown> => {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(Object(from))) {
    if (Array.isArray(value)) throw invalid(name, 'is given twice')
    const coerce = plan.get(name)
    if (coerce === undefined) {
      const known = [...plan.keys()].join(', ')
      throw invalid(name, known ? `is not known here; allowed: ${known}` : 'is not known here')
    }
    result[name] = coerce(String(value), name)
  }
  return result
}

const NOTHING: ReadonlyMap<string, Coerce> = new Map()

/**
 * Reads query strings and path parameters: `1e3`, `+1` and `0x1` are no numbers, `1` is no boolean, nothing may be
 * given twice. Fastify's own coercion takes all of those.
 */
export const queries = (app: FastifyInstance): void => {
  const plans = new WeakMap<object, { query: typeof NOTHING; params: typeof NOTHING }>()
  app.addHook('onRoute', ({ config, schema }: RouteOptions) => {
    if (!config?.endpoint) return
    const plan = { query: planFor(schema?.querystring), params: planFor(schema?.params) }
    plans.set(config.endpoint, plan)
  })
  app.addHook('preValidation', (request, _reply, done) => {
    const { endpoint } = request.routeOptions.config
    const plan = endpoint && plans.get(endpoint)
    if (!plan) return done()
    try {
      if (plan.params.size > 0) request.params = apply(plan.params, request.params)
      request.query = apply(plan.query, request.query)
      done()
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}
