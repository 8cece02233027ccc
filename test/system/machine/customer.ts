// customer.ts DEED JSON — what the customer of a test machine does, from its own loopback: `enter` makes the first admin,
// a domain, two mailboxes and an alias over HTTP; `mail` sends one message and reads it. Prints a JSON object.
import { Resolver } from 'node:dns/promises'
import { ImapFlow } from 'imapflow'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { createTransport } from 'nodemailer'
import { until } from '../../helpers/until.ts'

const domain = 'fresh.example'
const password = 'Correct-horse-7'
const alice = `alice@${domain}`
const bob = `bob@${domain}`

interface Ports {
  readonly submission: number
  readonly imap: number
  readonly dns: number
}

/** Makes everything over HTTP as the page does. */
const enter = async ({ url, token }: { url: string; token: string }): Promise<object> => {
  let cookie = ''
  const post = async (path: string, body: object): Promise<{ readonly id: number }> => {
    const reply = await fetch(`${url}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
    const text = await reply.text()
    if (reply.status !== 201) throw new Error(`POST ${path}: ${reply.status} ${text}`)
    cookie ||= reply.headers.get('set-cookie')?.split(';')[0] ?? ''
    return JSON.parse(text)
  }
  const page = await fetch(`${url}/setup`)
  const admin = { username: 'admin', email: 'admin@elsewhere.example', password }
  await post('/auth/setup', { setup_token: token, ...admin })
  const { id } = await post('/domains', { name: domain })
  for (const email of [alice, bob]) await post('/users', { email, password, domain_id: id })
  await post('/aliases', { source: `info@${domain}`, destination: bob, domain_id: id })
  return { page: page.status, type: page.headers.get('content-type') }
}

const send = async (ports: Ports, subject: string): Promise<void> => {
  const transport = createTransport({
    host: '127.0.0.1',
    port: ports.submission,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: alice, pass: password },
  })
  await transport.sendMail({ from: alice, to: `info@${domain}`, subject, text: 'Good morning.' })
  transport.close()
}

/** Waits for the message in bob's INBOX and returns it as it lies there. */
const fetchMessage = async (ports: Ports, subject: string): Promise<Buffer> => {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: ports.imap,
    secure: false,
    doSTARTTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: bob, pass: password },
    logger: false,
  })
  await client.connect()
  try {
    await client.mailboxOpen('INBOX')
    return await until(`"${subject}" is in the INBOX`, 60_000, async () => {
      await client.noop()
      const [uid] = (await client.search({ subject }, { uid: true })) || []
      if (uid === undefined) return undefined
      const message = await client.fetchOne(`${uid}`, { source: true }, { uid: true })
      return message === false ? undefined : message?.source
    })
  } finally {
    await client.logout()
  }
}

/** From alice to the alias, with authentication over STARTTLS; bob reads it over IMAP; its signature is verified. */
const mail = async ({ ports, subject }: { ports: Ports; subject: string }): Promise<object> => {
  await send(ports, subject)
  const source = await fetchMessage(ports, subject)
  const resolver = new Resolver()
  resolver.setServers([`127.0.0.1:${ports.dns}`])
  const { results } = await dkimVerify(source, {
    // Keys are all that it asks for.
    resolver: (name) => resolver.resolveTxt(name),
  })
  return { signatures: results.map((r) => `${r.signingDomain} ${r.status.result}`) }
}

const [deed, json = '{}'] = process.argv.slice(2)
const result = deed === 'enter' ? await enter(JSON.parse(json)) : await mail(JSON.parse(json))
process.stdout.write(`${JSON.stringify(result)}\n`)
