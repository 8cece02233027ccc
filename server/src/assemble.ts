import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config/config.ts'
import { deriveKey, loadSecret } from './config/secrets.ts'
import type { Databases } from './db/index.ts'
import { createLookTxt } from './lib/look-txt.ts'
import { agentOf } from './plugins/agent.ts'
import { AuditLog } from './plugins/audit.ts'
import { createDnsKeeper } from './plugins/dns/index.ts'
import { sourcesOf } from './plugins/dns/sources.ts'
import { EventHub } from './plugins/events.ts'
import { JobRunner } from './plugins/jobs.ts'
import { createMachine } from './plugins/machine/index.ts'
import { Metrics } from './plugins/metrics.ts'
import { Passwords } from './plugins/passwords.ts'
import { createServices } from './plugins/services.ts'
import { Sessions } from './plugins/session.ts'
import { createVitals } from './plugins/vitals/index.ts'
import { openTrace } from './trace/reader.ts'

/** What features use, built by hand on open and migrated databases; the server and the command line share it. */
export const assemble = (config: Config, db: Databases, log: FastifyBaseLogger) => {
  const key = deriveKey(loadSecret(config.layout.panel.secret), 'session')
  const agent = agentOf(config)
  const hub = new EventHub()
  const sources = sourcesOf(config)
  const lookTxt = createLookTxt(sources)
  const machine = createMachine({ db, agent, log, events: hub, lookTxt })
  const dns = createDnsKeeper({
    ...{ config, db, agent, events: hub, log },
    sources,
    policies: { port: 443, local: config.mail === 'sandbox' },
  })
  const audit = new AuditLog(db.panel, log)
  const sessions = new Sessions(db.panel, key, config)
  const passwords = new Passwords()
  const jobs = new JobRunner({ db: db.panel, events: hub, log })
  const services = createServices({ agent, events: hub })
  const trace = openTrace(config.layout.panel.trace)
  const vitals = createVitals({
    layout: config.layout,
    db,
    agent,
    events: hub,
    log,
    // While the log is not read, no mail is not "none".
    flow: async (from, to) =>
      (await trace.ingest()).state === 'reading' ? trace.flow(from, to) : undefined,
  })
  const metrics = new Metrics(db, vitals)
  return {
    config,
    db,
    agent,
    machine,
    dns,
    audit,
    sessions,
    passwords,
    metrics,
    hub,
    events: hub,
    jobs,
    services,
    trace,
    vitals,
    log,
  }
}
