import { ensureState } from '../src/agent/state.ts'
import { configFrom } from '../src/config/config.ts'
import { readEnv } from '../src/config/env.ts'

ensureState(configFrom(readEnv()).layout)
