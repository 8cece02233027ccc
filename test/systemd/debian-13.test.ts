// The production machine: Debian 13 with a systemd of its own and the distribution's daemons; a new machine.
import t from 'tap'
import { sites } from './sites.ts'
import { story } from './story.ts'

const minute = 60_000
// Whole machines are made, and packages installed.
t.setTimeout(25 * minute)

t.test('installed on Debian 13', { timeout: 24 * minute }, (t) => story(t, sites.fresh))
