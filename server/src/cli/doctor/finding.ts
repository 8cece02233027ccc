import type { Config } from '../../config/config.ts'
import type { Agent } from '../../deps.ts'

/** One line of the report: what was looked at, how it is, and what to do when it is not well. */
export interface Finding {
  readonly part: string
  readonly ok: boolean
  readonly detail: string
  readonly advice?: string
}

/** What the checks look at. */
export interface Patient {
  readonly config: Config
  readonly agent: Agent
}

/** Looks at some parts; never throws for what it is there to find. */
export type Check = (patient: Patient) => Promise<readonly Finding[]>

export const well = (part: string, detail: string): Finding => ({ part, ok: true, detail })

export const ill = (part: string, detail: string, advice: string): Finding => ({
  part,
  ok: false,
  detail,
  advice,
})

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
