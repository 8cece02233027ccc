// The production machine: Debian 12 with a systemd of its own and the distribution's mail daemons.
import t from 'tap'
import { story } from './story.ts'

const minute = 60_000
// Packages are downloaded and installed.
t.setTimeout(10 * minute)

t.test('installed on Debian 12', { timeout: 9 * minute }, (t) => story(t, 'bookworm'))
