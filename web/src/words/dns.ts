import { words as app } from './app.ts'
import { dnsWords } from './en/dns.ts'

export const words = { ...app, ...dnsWords }
