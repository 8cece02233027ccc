import { ingest } from '@mc/server/trace/ingest.ts'

/** The ingest process on files of a test: `ingest-child.ts LOG INDEX`; ends with SIGTERM, or is killed. */
const [, , log = '', index = ''] = process.argv
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
await ingest(log, index, stop.signal)
