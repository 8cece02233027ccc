import type { ChildProcess } from 'node:child_process'

export interface Result {
  /** Exit status; undefined when a signal ended it. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export const ended = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null

/** Whether no process has this number any more. */
export const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** Collects what a program writes until it has ended. Reads from now on: call it right after the start. */
export const result = (child: ChildProcess): Promise<Result> =>
  new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }))
  })
