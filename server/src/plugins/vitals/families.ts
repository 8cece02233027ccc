import type { Health } from '@mc/shared/contract'
import { family, labels, type Sample } from '../../lib/prometheus.ts'

const gauge = (name: string, help: string, samples: readonly Sample[]): string =>
  family(name, 'gauge', help, samples)

/** The machine as Prometheus families. */
export const machineFamilies = (health: Health): string[] => {
  const { cpu, memory, swap, disks, network, services, queue_total } = health
  const disk = (of: (disk: Health['disks'][number]) => number): Sample[] =>
    disks.map((one) => [labels({ mount: one.mount }), of(one)])
  return [
    gauge('mc_host_cpu_ratio', 'Share of processor time used.', [['', cpu.usage_percent / 100]]),
    gauge('mc_host_load1', 'Load over a minute.', [['', cpu.load_average[0] ?? 0]]),
    gauge('mc_host_memory_bytes', 'Memory.', [
      [labels({ state: 'total' }), memory.total_bytes],
      [labels({ state: 'available' }), memory.available_bytes],
    ]),
    gauge('mc_host_swap_bytes', 'Swap.', [
      [labels({ state: 'total' }), swap.total_bytes],
      [labels({ state: 'used' }), swap.used_bytes],
    ]),
    gauge(
      'mc_host_disk_size_bytes',
      'File systems that mail uses.',
      disk((d) => d.total_bytes),
    ),
    gauge(
      'mc_host_disk_available_bytes',
      'What is left there.',
      disk((d) => d.available_bytes),
    ),
    gauge('mc_host_network_bytes_per_second', 'Traffic.', [
      [labels({ direction: 'received' }), network.received],
      [labels({ direction: 'sent' }), network.sent],
    ]),
    gauge(
      'mc_service_memory_bytes',
      'Memory of each running service.',
      services.map(({ name, memory_bytes }) => [labels({ service: name }), memory_bytes]),
    ),
    // Left out while it is not known: 0 would say that nothing waits.
    ...(queue_total === null
      ? []
      : [gauge('mc_queue_messages', 'Messages in the queue.', [['', queue_total]])]),
  ]
}
