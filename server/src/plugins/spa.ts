import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const NO_BUILD = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mission Control</title></head>
<body><h1>The page is not built yet</h1><p>The panel runs, but its web page is missing. Run <code>npm run build</code>
in the folder of Mission Control and reload.</p></body></html>
`
const FOREVER = 'public, max-age=31536000, immutable'
const REVALIDATED = 'no-cache'
/** Entries of the built page: sign-in and set-up have a small one of their own. */
const loginPaths: ReadonlySet<string> = new Set(['/login', '/setup'])

const common = { index: false, cacheControl: false, preCompressed: true } as const

const serveFiles = async (app: FastifyInstance, webDir: string): Promise<void> => {
  await app.register(fastifyStatic, {
    ...common,
    root: join(webDir, 'assets'),
    prefix: '/assets/',
    setHeaders: (reply) => {
      reply.header('cache-control', FOREVER)
    },
  })
  await app.register(fastifyStatic, {
    ...common,
    root: webDir,
    decorateReply: false,
    wildcard: false,
    globIgnore: ['assets/**', '**/*.html'],
    setHeaders: (reply) => {
      reply.header('cache-control', REVALIDATED)
    },
  })
}

/**
 * Serves the built page: hashed files for ever, the HTML anew each time. What is no file is the page itself, whose
 * router knows the address.
 * @returns answers a GET outside /api that no route takes
 */
export const spa = async (
  app: FastifyInstance,
  webDir: string,
): Promise<(request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>> => {
  if (existsSync(join(webDir, 'assets'))) await serveFiles(app, webDir)
  return async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const name = loginPaths.has(path) ? 'login.html' : 'index.html'
    const html = await readFile(join(webDir, name), 'utf8').catch(() => undefined)
    reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache')
    return reply.code(html === undefined ? 503 : 200).send(html ?? NO_BUILD)
  }
}
