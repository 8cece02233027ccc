/** Does one piece of work after the other, in the order of the calls; a failure does not stop the next. */
export const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}

export type Queue = ReturnType<typeof createQueue>
