import { Type } from 'typebox'
import { SERVICES } from '../rules.ts'
import { defineOps } from './define.ts'

const Name = Type.Enum<[...typeof SERVICES]>([...SERVICES])

/** One service as the machine has it. */
const ServiceState = Type.Object({
  name: Name,
  state: Type.Union([
    Type.Literal('running'),
    Type.Literal('starting'),
    Type.Literal('stopping'),
    Type.Literal('stopped'),
    Type.Literal('failed'),
    Type.Literal('not_installed'),
  ]),
  /** Main process, as the host sees it; 0 when there is none. */
  pid: Type.Integer(),
  /** Bytes resident, summed over all its processes; a page that several share counts in each. */
  memory_bytes: Type.Integer(),
  uptime_seconds: Type.Integer(),
  /** A sentence for what does not run: why, and what to do. Empty when it runs. */
  detail: Type.String(),
})

/** Starting, stopping and watching the daemons through their manager, by name. */
export const serviceOps = defineOps({
  'services.list': {
    summary: 'State, main process, memory and age of every service of the layout',
    effect: 'read',
    timeout: 5_000,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ services: Type.Array(ServiceState) }),
  },
  'services.control': {
    summary: 'Start, stop or restart one service; answers once the new state was observed',
    effect: 'change',
    timeout: 130_000,
    input: Type.Object(
      {
        service: Name,
        action: Type.Union([Type.Literal('start'), Type.Literal('stop'), Type.Literal('restart')]),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      before: ServiceState,
      service: ServiceState,
      /** Whether it is now what was asked for. */
      observed: Type.Boolean(),
      /** True: its own checker refuses its configuration, so the service was left as it ran. */
      refused: Type.Optional(Type.Boolean()),
      /**
       * The last lines of what the service itself said meanwhile, where it is not. Else what its checker says against
       * its configuration, empty when that is well.
       */
      log: Type.Array(Type.String()),
    }),
  },
})
