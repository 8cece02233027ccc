import { atLeast, atMost, type Figure } from '../figure.ts'
import { indexBed } from '../trace-index.ts'

/** Reading a mail log of 30 days into the index, and what the process needs in memory meanwhile. */
export const ingest: Figure = {
  on: 'once',
  measure: async (effort) => {
    const { lines, perSecond, perCpuSecond, early, peak, load } = await indexBed(effort)
    const note = `${Math.round(perCpuSecond).toLocaleString('en')} a second of one processor; load average ${load.toFixed(1)}`
    const name = `ingest of ${lines.toLocaleString('en')} lines`
    return [
      atLeast(name, perSecond, 20_000, 'lines/s', note),
      atMost(
        `${name}, memory beyond that of a fifth`,
        peak - early,
        40,
        'MB',
        `peak ${Math.round(peak)} MB`,
      ),
    ]
  },
}
