export type DatabaseKind = 'sqlite' | 'mariadb'
