import { startAgent } from '../src/agent/main.ts'
import { configFrom } from '../src/config/config.ts'
import { readEnv } from '../src/config/env.ts'

await startAgent(configFrom(readEnv()))
