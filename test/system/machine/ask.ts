// ask.ts JSON — one call of the API from the loopback of a test machine. Prints status, body and the session's cookie.
interface Question {
  readonly url: string
  readonly method: string
  readonly cookie: string
  readonly token?: string
  readonly body?: unknown
}

const { url, method, cookie, token, body }: Question = JSON.parse(process.argv[2] ?? '{}')
const reply = await fetch(url, {
  method,
  headers: {
    ...(cookie === '' ? {} : { cookie }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})
const answer = {
  status: reply.status,
  body: JSON.parse((await reply.text()) || 'null'),
  cookie: reply.headers.get('set-cookie')?.split(';')[0] ?? cookie,
}
process.stdout.write(JSON.stringify(answer))
