import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { contract, type Endpoint } from '@mc/shared/contract'
import type { FastifyInstance } from 'fastify'
import { serve } from '../../http/serve.ts'
import { buildDocument } from './document.ts'

/** The reading page: everything from here, nothing inline; its pictures are inside its style sheet. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const own = (name: string): string => fileURLToPath(new URL(`./page/${name}`, import.meta.url))
const swaggerUi = (name: string): string =>
  fileURLToPath(import.meta.resolve(`@fastify/swagger-ui/static/${name}`))

/** The files of the reading page: a closed list. */
const files: Readonly<Record<string, readonly [path: string, media: string]>> = {
  'start.js': [own('start.js'), 'text/javascript; charset=utf-8'],
  'swagger-ui-bundle.js': [swaggerUi('swagger-ui-bundle.js'), 'text/javascript; charset=utf-8'],
  'swagger-ui.css': [swaggerUi('swagger-ui.css'), 'text/css; charset=utf-8'],
}

const page: Endpoint = contract['GET /docs']

export const docs = (app: FastifyInstance): void => {
  let document: ReturnType<typeof buildDocument> | undefined

  serve(app, 'GET /openapi.json', () => {
    document ??= buildDocument()
    return document
  })
  serve(app, 'GET /docs', async ({ reply }) => {
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8')
    return readFile(own('index.html'), 'utf8')
  })
  for (const [name, [path, media]] of Object.entries(files)) {
    app.route({
      method: 'GET',
      url: `/docs/${name}`,
      config: { endpoint: { ...page } },
      handler: async (_request, reply) =>
        reply
          .type(media)
          .header('cache-control', 'private, max-age=3600')
          .send(await readFile(path)),
    })
  }
}
