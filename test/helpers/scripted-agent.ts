import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Agent } from '@mc/server/deps.ts'
import { AppError } from '@mc/server/http/app-error.ts'
import { createMachine } from '@mc/server/plugins/machine/index.ts'
import { createServices } from '@mc/server/plugins/services.ts'
import type { CallOpName, OpInput, OpName, OpOutput } from '@mc/shared/ops'
import type { AppDeps } from './app.ts'

type Answers = {
  [N in CallOpName]?: ((input: OpInput<N>) => OpOutput<N> | Promise<OpOutput<N>>) | undefined
}

type Text = () => AsyncIterable<string>

/**
 * The agent's side of the socket as a test wants it: the real one needs root and a mail stack, and the system tests
 * have those. Down until `answers` is set; records what it was asked.
 */
export const scriptedAgent = () => {
  const asked: { op: OpName; input: unknown }[] = []
  const state: { answers: Answers | undefined; text: Text | undefined } = {
    answers: undefined,
    text: undefined,
  }
  const looked: string[] = []
  const resolver: { answer?: (name: string) => readonly string[] | undefined } = {}
  const agent: Agent = {
    present: true,
    call: async (op, input) => {
      asked.push({ op, input })
      const answer = state.answers?.[op]
      if (!answer) throw new AppError('agent_unavailable', 'The agent does not answer.')
      return answer(input)
    },
    stream: () => {
      throw new AppError('agent_unavailable', 'The agent does not answer.')
    },
    pieces: (op, input) => {
      asked.push({ op, input })
      if (!state.text) throw new AppError('agent_unavailable', 'The agent does not answer.')
      return state.text()
    },
  }
  return {
    agent,
    asked,
    /** The inputs of one operation so far. */
    of: (op: OpName) => asked.filter((one) => one.op === op).map((one) => one.input),
    answer: (answers: Answers): void => {
      state.answers = answers
    },
    /** What its streamed operation says from now on; undefined: it does not answer. */
    say: (text: Text | undefined): void => {
      state.text = text
    },
    /** Names that the DNS was asked for, and what it answers from now on; nobody answers before. */
    looked,
    dns: (txt: (name: string) => readonly string[] | undefined): void => {
      resolver.answer = txt
    },
    /** For `buildTestApp({ change })`. */
    change: (deps: AppDeps): AppDeps => ({
      ...deps,
      agent,
      services: createServices({ agent, events: deps.events }),
      machine: createMachine({
        db: deps.db,
        agent,
        log: deps.log,
        events: deps.events,
        lookTxt: async (name) => {
          looked.push(name)
          const records = resolver.answer?.(name)
          return records === undefined ? [] : [records]
        },
      }),
    }),
  }
}

const publicKeyOf = (algorithm: 'rsa' | 'ed25519'): string => {
  if (algorithm === 'ed25519') return randomBytes(32).toString('base64')
  // Short, for it only has to be one.
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

/** `dkim.make` on a machine that has no key yet. */
export const madeKeys = ({ keys }: OpInput<'dkim.make'>): OpOutput<'dkim.make'> => ({
  keys: keys.map(({ domain, selector, algorithm, bits }) => ({
    domain,
    selector,
    algorithm,
    key_bits: algorithm === 'rsa' ? bits : 256,
    public_key: publicKeyOf(algorithm),
    created_at: new Date().toISOString(),
  })),
})

export const certificate = {
  source: 'self-signed' as const,
  names: ['mail.host.example'],
  not_before: '2026-01-01T00:00:00.000Z',
  not_after: '2126-01-01T00:00:00.000Z',
  fingerprint: 'AA:BB',
  chain: ['MAA='],
}
