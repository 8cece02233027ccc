import { spawn } from 'node:child_process'
import { type ProgramName, type Programs, programPath } from '../layout/programs.ts'

export interface RunOptions {
  /** Milliseconds until SIGKILL; 30 s when absent. */
  readonly timeout?: number
  /** Fed to standard input, which is empty when absent. */
  readonly input?: string
  /** Bytes kept of each of stdout and stderr, 1 MiB when absent; the rest is read and dropped. */
  readonly maxOutput?: number
  /** Added to the fixed environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly uid?: number
  readonly gid?: number
}

export interface RunResult {
  /** Exit status; null when a signal or the timeout ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  /** True when `stdout` or `stderr` was cut at `maxOutput`. */
  readonly truncated: boolean
}

export type Run = (
  program: ProgramName,
  args: readonly string[],
  options?: RunOptions,
) => Promise<RunResult>

const FIXED_ENV = { PATH: programPath, LANG: 'C.UTF-8', HOME: '/nonexistent' }

/** Collects a stream up to a limit and goes on reading, so that the program never blocks on a full pipe. */
const collector = (limit: number) => {
  const chunks: Buffer[] = []
  let size = 0
  let truncated = false
  return {
    add: (chunk: Buffer): void => {
      const room = limit - size
      if (chunk.length > room) truncated = true
      if (room <= 0) return
      const kept = chunk.subarray(0, room)
      chunks.push(kept)
      size += kept.length
    },
    text: (): string => Buffer.concat(chunks).toString('utf8'),
    truncated: (): boolean => truncated,
  }
}

const started = (
  path: string,
  args: readonly string[],
  { env, uid, gid }: Pick<RunOptions, 'env' | 'uid' | 'gid'>,
) =>
  spawn(path, [...args], {
    cwd: '/',
    env: { ...FIXED_ENV, ...env },
    shell: false,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })

/**
 * The only place that starts a program: an absolute path out of the layout, an argument array, a fixed environment,
 * no shell. A status other than 0 is a result, not an exception; it rejects only when the program cannot be started.
 */
export const createRun =
  (programs: Programs): Run =>
  (program, args, options = {}) =>
    new Promise((resolve, reject) => {
      const limit = options.maxOutput ?? 1_048_576
      const stdout = collector(limit)
      const stderr = collector(limit)
      let timedOut = false
      const child = started(programs[program], args, options)
      const timer = setTimeout(() => {
        timedOut = true
        child.kill('SIGKILL')
      }, options.timeout ?? 30_000)
      child.stdout.on('data', stdout.add)
      child.stderr.on('data', stderr.add)
      // A program that ends without reading its input closes the pipe: its exit status tells the story, not EPIPE.
      child.stdin.on('error', () => {})
      child.stdin.end(options.input ?? '')
      child.on('error', (error) => {
        clearTimeout(timer)
        reject(new Error(`${program} could not be started: ${error.message}`))
      })
      child.on('close', (code) => {
        clearTimeout(timer)
        resolve({
          code,
          stdout: stdout.text(),
          stderr: stderr.text(),
          timedOut,
          truncated: stdout.truncated() || stderr.truncated(),
        })
      })
    })

/** A program whose output was being read ended with another status than 0: what was read may not be all. */
export class ProgramFailed extends Error {
  readonly code: number | null
  readonly stderr: string
  constructor(program: ProgramName, code: number | null, stderr: string) {
    super(`${program} ended with status ${code}: ${stderr.trim().split('\n').at(-1) ?? ''}`)
    this.code = code
    this.stderr = stderr
  }
}

/**
 * Output as it comes, in pieces of any length; the program waits while nobody takes them, and is killed when the reader
 * leaves. @throws ProgramFailed at the end
 */
export type RunStream = (
  program: ProgramName,
  args: readonly string[],
  options?: Pick<RunOptions, 'env'>,
) => AsyncGenerator<string>

const STDERR_KEPT = 65_536

/** Like `createRun`, for output that is too long to keep. */
export const createRunStream = (programs: Programs): RunStream =>
  async function* (program, args, options = {}) {
    const child = started(programs[program], args, options)
    const stderr = collector(STDERR_KEPT)
    child.stderr.on('data', stderr.add)
    child.stdin.on('error', () => {})
    child.stdin.end()
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', (error) =>
        reject(new Error(`${program} could not be started: ${error.message}`)),
      )
      child.on('close', resolve)
    })
    ended.catch(() => {})
    try {
      for await (const piece of child.stdout.setEncoding('utf8')) yield piece
      const code = await ended
      if (code !== 0) throw new ProgramFailed(program, code, stderr.text())
    } finally {
      child.kill('SIGKILL')
    }
  }
