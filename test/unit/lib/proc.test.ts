import {
  cpuPercent,
  cpuTicks,
  memoryFigures,
  mountOf,
  mountPoints,
  traffic,
} from '@mc/server/lib/proc.ts'
import t from 'tap'

t.test('processor time: waiting for a disk is no work, a guest is not counted twice', async (t) => {
  const before = cpuTicks('cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 2 3\n')
  const after = cpuTicks('cpu  160 0 70 900 70 5 5 10 60 0\ncpu0 1 2 3\n')
  t.same(before, { busy: 150, total: 1000 })
  t.same(after, { busy: 250, total: 1220 })
  t.equal(cpuPercent(before, after), 45.5)
  t.equal(cpuPercent(after, after), 0, 'no time has passed')
})

t.test('memory is counted in bytes; swap used is what is not free', async (t) => {
  const text =
    'MemTotal:       2000 kB\nMemFree:  10 kB\nMemAvailable:    500 kB\nSwapTotal: 100 kB\nSwapFree: 40 kB\n'
  t.same(memoryFigures(text), {
    total_bytes: 2_048_000,
    available_bytes: 512_000,
    swap_total_bytes: 102_400,
    swap_used_bytes: 61_440,
  })
  t.equal(memoryFigures('MemTotal: 1 kB\n').swap_total_bytes, 0, 'a machine without swap')
})

t.test('traffic leaves out what the machine says to itself', async (t) => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
  eth0: 100 1 0 0 0 0 0 0 40 1 0 0 0 0 0 0
 wlan0:7 1 0 0 0 0 0 0 2 1 0 0 0 0 0 0
`
  t.same(traffic(text), { received_bytes: 107, sent_bytes: 42 })
})

t.test('a path lies on the longest mount point above it', async (t) => {
  const points = mountPoints(`21 1 8:1 / / rw - ext4 /dev/sda1 rw
22 21 8:2 / /var rw - ext4 /dev/sda2 rw
23 22 8:3 / /var/my\\040mail rw - ext4 /dev/sda3 rw
`)
  t.equal(mountOf('/var/my mail/store', points), '/var/my mail')
  t.equal(mountOf('/var/lib', points), '/var')
  t.equal(mountOf('/various', points), '/')
  t.equal(mountOf('/var', points), '/var')
})
