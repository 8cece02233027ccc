export const SETUP_TOKEN = 'bench-setup-token-0123456789'

/** Makes the first admin of a panel that was started with SETUP_TOKEN. @returns the session cookie */
export const signIn = async (origin: string): Promise<string> => {
  const response = await fetch(`${origin}/api/auth/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      setup_token: SETUP_TOKEN,
      username: 'bench',
      email: 'bench@example.test',
      password: 'Bench-passw0rd!',
    }),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (response.status !== 201 || cookie === undefined) {
    throw new Error(`set-up answered ${response.status}: ${await response.text()}`)
  }
  return cookie
}
