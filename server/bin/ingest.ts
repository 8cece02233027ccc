import { configFrom } from '../src/config/config.ts'
import { readEnv } from '../src/config/env.ts'
import { startIngest } from '../src/trace/ingest.ts'

await startIngest(configFrom(readEnv()))
