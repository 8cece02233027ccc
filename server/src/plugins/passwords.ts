import { availableParallelism } from 'node:os'
import { AppError } from '../http/app-error.ts'
import { hashPassword, verifyPassword } from '../lib/scrypt.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const MAX_WAITING = 20

/**
 * Account passwords. Hashing is slow on purpose and runs on other threads; one core is always left to those who are
 * signed in, so a flood of logins slows only logins.
 */
export class Passwords {
  private readonly queue = new WorkQueue(Math.max(1, availableParallelism() - 1), MAX_WAITING)

  /** @throws AppError busy when too many wait already */
  hash(password: string): Promise<string> {
    return this.turn(() => hashPassword(password))
  }

  /** @throws AppError busy */
  verify(password: string, stored: string | undefined): Promise<boolean> {
    return this.turn(() => verifyPassword(password, stored))
  }

  /**
   * Work around a check that must see the results of those before it (counted failures).
   * @throws AppError busy
   */
  turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.queue.full) {
      throw new AppError('busy', 'Too many people sign in at this moment; try again shortly.', {
        retryAfter: 5,
      })
    }
    return this.queue.run(work)
  }
}
