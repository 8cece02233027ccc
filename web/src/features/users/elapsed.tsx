import { useEffect, useState } from 'react'
import { words } from '../../words/users.ts'

/** Seconds since it is shown. */
export const Elapsed = () => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return <span className="num">{words.userImport.seconds(seconds)}</span>
}
