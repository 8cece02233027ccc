import { useEffect, useState } from 'react'
import { toast } from '../../ui/toast.tsx'
import { useCheckDomain } from './queries.ts'

/** Looks at a domain now; `seconds` counts while that goes on. */
export const useCheck = (domain: string) => {
  const check = useCheckDomain()
  const [since, setSince] = useState<number>()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (since === undefined) return
    setSeconds(0)
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - since) / 1000)), 1000)
    return () => clearInterval(timer)
  }, [since])
  return {
    running: since !== undefined,
    seconds,
    start: () => {
      setSince(Date.now())
      check({ domain })
        .catch(toast.fail)
        .finally(() => setSince(undefined))
    },
  }
}
