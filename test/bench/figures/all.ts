import { writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Bed } from '../bed.ts'
import { atMost, type Figure } from '../figure.ts'
import { load, memoryMb, type Server } from '../processes.ts'
import { SIZE } from '../seed.ts'
import { median } from '../stats.ts'

/** Milliseconds to the first byte of the body, and all of it. */
const fetchAll = (server: Server, headers: Bed['headers']) =>
  new Promise<{ firstByte: number; rows: unknown[] }>((resolve, reject) => {
    const began = performance.now()
    get(`${server.origin}/api/users?all=true`, { headers }, (response) => {
      let firstByte = 0
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => {
        firstByte ||= performance.now() - began
        chunks.push(chunk)
      })
      response.on('end', () =>
        resolve({ firstByte, rows: JSON.parse(Buffer.concat(chunks).toString()) }),
      )
      response.on('error', reject)
    }).on('error', reject)
  })

/** How far one process's memory rises above where it stood, at its highest (proc(5): clear_refs resets the mark). */
const once = async (bed: Bed) => {
  const server = await bed.another()
  try {
    await load({
      origin: server.origin,
      connections: 4,
      seconds: 2,
      method: 'GET',
      paths: ['/api/users', '/api/domains'],
      headers: bed.headers,
    })
    await delay(1000)
    writeFileSync(`/proc/${server.pid}/clear_refs`, '5')
    const before = memoryMb(server.pid, 'VmRSS')
    const { firstByte, rows } = await fetchAll(server, bed.headers)
    if (rows.length < SIZE.mailboxes) throw new Error(`${rows.length} rows came`)
    return { growth: memoryMb(server.pid, 'VmHWM') - before, firstByte }
  } finally {
    await server.stop()
  }
}

/** The whole list at once, from a process that has served ordinary pages before. */
export const all: Figure = {
  on: 'database',
  measure: async (bed, { rounds }) => {
    const results = []
    for (let i = 0; i < rounds; i++) results.push(await once(bed))
    const growth = median(results.map((result) => result.growth))
    const firstByte = median(results.map((result) => result.firstByte))
    return [
      atMost(`${bed.name}: ?all=true of 100,000 rows, memory`, growth, 50, 'MB'),
      atMost(`${bed.name}: ?all=true of 100,000 rows, first byte`, firstByte, 100, 'ms'),
    ]
  },
}
