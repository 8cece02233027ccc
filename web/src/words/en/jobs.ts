import { plural } from '../plural.ts'

type Result = Readonly<Record<string, unknown>>

const figure = (result: Result, name: string): number => {
  const value = result[name]
  return typeof value === 'number' ? value : 0
}

const queueBulk = (result: Result): string => {
  const rest = [
    [figure(result, 'unchanged'), 'needed nothing'],
    [figure(result, 'gone'), 'had left the queue'],
    [figure(result, 'not_tried'), 'not tried: the panel was stopped'],
  ] as const
  const others = rest.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  const done = `Done for ${figure(result, 'done')} of ${plural(figure(result, 'selected'), 'message')}.`
  return others.length > 0 ? `${done} ${others.join(', ')}.` : done
}

/** What came of a piece of work, by its kind. */
const results: Readonly<Record<string, (result: Result) => string>> = {
  'queue.bulk': queueBulk,
}

/** Words of long work. */
export const jobWords = {
  jobs: {
    region: 'Work under way',
    result: (kind: string, result: Result | null): string =>
      (result && results[kind]?.(result)) || 'Done.',
    progress: (step: string) => `${step}: progress`,
    percent: (n: number) => `${n} %`,
    failed: 'It failed',
    hide: (step: string) => `Put away: ${step}`,
    goesOn: 'It goes on if you close this page.',
    work: 'Work',
  },
}
