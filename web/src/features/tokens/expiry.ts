const day = 86_400_000

export const expiries = ['never', '30', '90', '365'] as const
export type Expiry = (typeof expiries)[number] | 'keep'

/** The moment a choice stands for; null for never. */
export const expiryDate = (choice: Exclude<Expiry, 'keep'>, now: number): string | null =>
  choice === 'never' ? null : new Date(now + Number(choice) * day).toISOString()
