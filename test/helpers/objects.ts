import type { Alias, Domain, User } from '@mc/shared/contract'
import type { Client } from './client.ts'

/** A password that keeps the rules. */
export const MAIL_PASSWORD = 'Tulpe-Regen-58'

/** Makes what a test needs to begin with; fails when the API refuses. */
export const objectsOf = (client: Client) => {
  const made = <T>(answer: { status: number; body: T }): T => {
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }
  const domain = async (name: string): Promise<Domain> =>
    made(await client.call('POST /domains', { body: { name } }))
  return {
    domain,
    user: async (email: string, domain_id: number): Promise<User> =>
      made(
        await client.call('POST /users', { body: { email, password: MAIL_PASSWORD, domain_id } }),
      ),
    alias: async (source: string, destination: string, domain_id: number): Promise<Alias> =>
      made(await client.call('POST /aliases', { body: { source, destination, domain_id } })),
  }
}
