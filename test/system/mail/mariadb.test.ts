import t from 'tap'
import { startMailBed } from '../../helpers/mail-bed.ts'
import { allCases } from './cases/index.ts'

// Failed logins are slow on purpose, and an outage is waited out.
t.setTimeout(600_000)

const bed = await startMailBed(t, 'mariadb')
for (const [title, work] of allCases) await t.test(title, (t) => work(t, bed))
