import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { accountActor } from '../../http/caller.ts'
import { serve } from '../../http/serve.ts'
import { authService } from './service.ts'
import { setupService } from './setup.ts'

export const auth = (app: FastifyInstance, deps: Deps): void => {
  const service = authService(deps)
  const setup = setupService(deps)

  serve(app, 'GET /auth/setup', async () => ({ needs_setup: await setup.needed() }))
  serve(app, 'POST /auth/setup', async ({ body, caller, request, reply }) => {
    const user = await setup.run(caller, body)
    await deps.sessions.open(request, reply, user.id)
    return { user }
  })
  serve(app, 'POST /auth/login', async ({ body, caller, request, reply }) => ({
    user: await service.login(caller, body, (id) => deps.sessions.open(request, reply, id)),
  }))
  serve(app, 'POST /auth/logout', async ({ caller, request, reply }) => {
    const actor = accountActor(caller)
    await service.logout(caller, actor, () => deps.sessions.end(request, reply, actor))
    return { message: 'Logged out successfully' }
  })
  serve(app, 'GET /auth/me', ({ caller }) => service.me(accountActor(caller)))
  serve(app, 'PATCH /auth/me', async ({ body, caller, request, reply }) => {
    const actor = accountActor(caller)
    await service.changePassword(caller, actor, body, () =>
      deps.sessions.renew(request, reply, actor),
    )
    return { message: 'Password updated successfully' }
  })
  serve(app, 'POST /auth/reauth', async ({ body, caller, request, reply }) => {
    const actor = accountActor(caller)
    return service.reauth(caller, actor, body.password, () =>
      deps.sessions.renew(request, reply, actor),
    )
  })
}
