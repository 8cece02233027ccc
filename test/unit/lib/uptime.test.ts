import { formatUptime } from '@mc/server/lib/uptime.ts'
import t from 'tap'

t.test('an uptime in words, without units that are not needed', async (t) => {
  t.equal(formatUptime(86_400), '1d 0h 0m')
  t.equal(formatUptime(3 * 86_400 + 7 * 3600 + 59), '3d 7h 0m')
  t.equal(formatUptime(2 * 3600 + 61), '2h 1m')
  t.equal(formatUptime(59), '0m')
})
