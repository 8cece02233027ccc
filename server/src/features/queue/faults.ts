import { AppError } from '../../http/app-error.ts'

export const notFound = (): AppError =>
  new AppError(
    'queue_item_not_found',
    'There is no such message in the queue; it may have been delivered or deleted meanwhile.',
  )

export const held = (): AppError =>
  new AppError(
    'queue_item_held',
    'This message is on hold, and nothing was done. Release it first; Postfix then delivers it.',
  )

export const previewGone = (): AppError =>
  new AppError(
    'queue_preview_gone',
    'This preview has expired or was used already, and nothing was done. Make a new one.',
  )
