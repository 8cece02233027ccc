import { unbound as q } from './escape.ts'
import { HEADER, type RenderedFile, type RenderInput } from './rendered.ts'

/**
 * The outside world of the private stack: every name exists and leads to this machine, so that made-up senders and
 * HELO names are accepted and nothing is ever asked of the internet. Zones of our own domains stand before it.
 */
const madeUpWorld = `
  local-zone: "." redirect
  local-data: ". 60 IN A 127.0.0.1"
  local-zone: "test." nodefault
  local-zone: "invalid." nodefault
  local-zone: "onion." nodefault
  local-zone: "home.arpa." nodefault`

/** unbound.conf: loopback only, validating, control over a socket that only root can reach. */
export const renderUnbound = ({ layout }: RenderInput): RenderedFile => {
  const { unbound, users, surroundings } = layout.stack
  const addresses =
    surroundings === undefined
      ? ['127.0.0.1']
      : [`127.0.0.1@${layout.ports.dns}`, `${surroundings.resolver}@53`]
  return {
    path: unbound.file,
    text: `${HEADER}server:
${addresses.map((address) => `  interface: ${address}`).join('\n')}
  access-control: 127.0.0.0/8 allow
  username: ${q(users.unbound)}
  chroot: ""
  directory: ${q(unbound.config)}
  pidfile: ""
  do-daemonize: no
  use-syslog: yes
  module-config: "validator iterator"
  do-ip6: no
  num-threads: 1
  hide-identity: yes
  hide-version: yes
  qname-minimisation: yes
  harden-glue: yes
  harden-dnssec-stripped: yes${surroundings === undefined ? '' : madeUpWorld}
  include: ${q(unbound.zones)}
remote-control:
  control-enable: yes
  control-interface: ${q(unbound.control)}
  control-use-cert: no
`,
    mode: 0o644,
  }
}
