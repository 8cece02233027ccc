/** `1d 0h 0m`, `3h 20m`, `5m`: whole minutes, from the largest unit that is not zero. */
export const formatUptime = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  const parts = [
    ...(days > 0 ? [`${days}d`] : []),
    ...(hours > 0 ? [`${hours % 24}h`] : []),
    `${minutes % 60}m`,
  ]
  return parts.join(' ')
}
