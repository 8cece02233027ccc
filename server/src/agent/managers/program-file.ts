import type { Program } from './manager.ts'

/** Control characters end the line, `;` and `#` begin a comment. */
const isUnsafe = (c: string): boolean => c < ' ' || c === '\u007f' || c === ';' || c === '#'

/**
 * One word for supervisord's shlex, in quotes, with `%` doubled against its own expansion. What would begin a comment
 * or a second setting stops the rendering: no name or path of ours holds it.
 */
const word = (text: string): string => {
  if ([...text].some(isUnsafe))
    throw new Error('A program line holds a character that no program needs.')
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`
}

/** The `[program:…]` section of one daemon. */
export const programFile = (program: Program, logDir: string): string => {
  const env = Object.entries(program.env ?? {}).map(([key, value]) => `${key}=${word(value)}`)
  const lines = [
    `[program:${program.name}]`,
    `command=${program.command.map(word).join(' ')}`,
    `priority=${program.priority}`,
    ...(program.user === undefined ? [] : [`user=${program.user}`]),
    // supervisord's own is 077, for its logs.
    `umask=${program.umask ?? '022'}`,
    ...(env.length === 0 ? [] : [`environment=${env.join(',')}`]),
    // Restarted for ever: mail waits for its daemons. What ends within its first seconds has not come up; it is tried
    // again after one second more each time, so that a broken configuration does not keep the machine busy.
    'autorestart=true',
    `startsecs=${program.settle ?? 1}`,
    'startretries=1000000',
    'stopasgroup=false',
    'killasgroup=true',
    `stopwaitsecs=${program.stopWait ?? 5}`,
    'redirect_stderr=true',
    `stdout_logfile=${logDir}/${program.name}.out`,
    'stdout_logfile_maxbytes=5MB',
    'stdout_logfile_backups=1',
  ]
  return `${lines.join('\n')}\n`
}
