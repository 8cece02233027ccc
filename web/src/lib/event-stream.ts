/** One event as it came over the wire. */
export interface WireEvent {
  event: string
  data: string
}

const member = (block: string, name: string) =>
  block
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trimStart())
    .join('\n')

/**
 * Reads a `text/event-stream` body (HTML Living Standard, 9.2.6), as far as the server writes it: LF line ends, `event`
 * and `data`. Read by hand, because `EventSource` tells neither the status of a refusal nor that a heartbeat came.
 * @param heard called whenever bytes arrive, heartbeats too
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<WireEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    heard()
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = member(block, 'event')
      if (event) yield { event, data: member(block, 'data') }
    }
  }
}
