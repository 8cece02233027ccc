import { createConnection } from 'mysql2/promise'
import { startMariadb } from '../helpers/mariadb.ts'

/** A private MariaDB with one empty schema; gone when the block that holds it ends. */
export const benchMariadb = async (): Promise<AsyncDisposable & { readonly url: string }> => {
  let end = async () => {}
  const { base } = await startMariadb((ending) => {
    end = ending
  })
  const connection = await createConnection(`${base}mysql`)
  await connection.query('create database bench')
  await connection.end()
  return { url: `${base}bench`, [Symbol.asyncDispose]: () => end() }
}
