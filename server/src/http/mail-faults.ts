import { AppError } from './app-error.ts'

/** Refusals that more than one feature has for mail objects. */

export const addressIsAlias = (address: string): AppError =>
  new AppError(
    'address_is_alias',
    `${address} is the source of an alias: mail for it goes there, and the mailbox would never receive any. ` +
      'Nothing was created. Delete the alias first.',
  )

export const userExists = (address: string): AppError =>
  new AppError('user_exists', `The mailbox ${address} exists already.`)

export const noDomain = (): AppError =>
  new AppError(
    'domain_not_found',
    'There is no domain of this domain_id; it may have been deleted.',
  )
