import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { endpoints } from '@mc/shared/contract'
import { ErrorReply } from '@mc/shared/contract/common'
import Fastify from 'fastify'
import { operationSchema, tagOf } from './operation.ts'

const description = `Sign in with \`POST /api/auth/login\` and send the cookie, or make a token and send it as
\`Authorization: Bearer mc_…\`. Mutations need \`Content-Type: application/json\`. Every error has the shape \`ErrorReply\`.`

type OpenApi = NonNullable<FastifyDynamicSwaggerOptions['openapi']>

const openapi = {
  openapi: '3.1.0',
  info: { title: 'Mission Control', version: '1', description },
  servers: [{ url: '/' }],
  components: {
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: 'mc-session' },
      token: { type: 'http', scheme: 'bearer' },
    },
  },
} satisfies OpenApi

/**
 * The OpenAPI document, made from the very records that validate and serve. It is made on an application of its own
 * that never listens, so that the generator costs nothing until somebody asks for the document.
 */
export const buildDocument = async (): Promise<Record<string, unknown>> => {
  const { default: swagger } = await import('@fastify/swagger')
  const app = Fastify()
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  await app.register(swagger, {
    openapi: {
      ...openapi,
      tags: [...new Set(Object.keys(endpoints).map(tagOf))].map((name) => ({ name })),
    },
    exposeHeadRoutes: false,
    refResolver: { buildLocalReference: ({ $id }) => String($id) },
  })
  app.addSchema({ $id: 'ErrorReply', ...ErrorReply })
  for (const [key, endpoint] of Object.entries(endpoints)) {
    const [method = 'GET', path = '/'] = key.split(' ')
    app.route({
      method,
      url: `/api${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      schema: operationSchema(key, endpoint),
      handler: () => {},
    })
  }
  await app.ready()
  const document = { ...app.swagger() }
  await app.close()
  return document
}
