import { mapFile, postfixWord } from './escape.ts'
import { mariadbNames, sqliteNames } from './lookup-names.ts'
import type { LookupSource } from './lookup-source.ts'
import { postfixQueries } from './map-queries.ts'
import { HEADER, keyValueLines, type RenderedFile, type RenderInput } from './rendered.ts'

export type MapName = keyof ReturnType<typeof postfixQueries>

/** Where a map's file stands. */
export const mapPath = (config: string, name: MapName): string => `${config}/maps/${name}.cf`

/**
 * How main.cf names a map. MariaDB goes through proxymap: a few connections for all processes instead of one for each.
 * SQLite is opened directly, since there is nothing to share.
 */
export const mapReference = ({ layout, lookup }: RenderInput, name: MapName): string =>
  `${lookup.kind === 'sqlite' ? 'sqlite' : 'proxy:mysql'}:${postfixWord(mapPath(layout.stack.postfix.config, name))}`

/**
 * Read-only for whoever opens it (sqlite.org/uri.html): Postfix's daemons open their maps while they are root still, and
 * would keep a descriptor that can write; and root, where it is the last to close, would unlink the side files.
 */
const readOnly = (path: string): string => `file:${path}?mode=ro`

const connection = (lookup: LookupSource): readonly (readonly [string, string])[] =>
  lookup.kind === 'sqlite'
    ? [['dbpath', mapFile(readOnly(lookup.path))]]
    : [
        [
          'hosts',
          lookup.host.startsWith('/')
            ? `unix:${mapFile(lookup.host)}`
            : `inet:${mapFile(lookup.host)}:${lookup.port}`,
        ],
        ['user', mapFile(lookup.postfix.user)],
        ['password', mapFile(lookup.postfix.password)],
        ['dbname', mapFile(lookup.database)],
      ]

/** The look-up files; 0640 root:postfix because a password may stand in them. */
export const renderMaps = (input: RenderInput): RenderedFile[] => {
  const queries = postfixQueries(input.lookup.kind === 'sqlite' ? sqliteNames : mariadbNames)
  return Object.entries(queries).map(([name, query]) => ({
    path: mapPath(input.layout.stack.postfix.config, name as MapName),
    text: `${HEADER}${keyValueLines([...connection(input.lookup), ['query', mapFile(query)]])}\n`,
    mode: 0o640,
    group: input.layout.stack.users.postfix,
  }))
}
