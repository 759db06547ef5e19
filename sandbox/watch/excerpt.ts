import { redact } from '@clawback/text'
import type { Canary } from '../ports.js'

/** Makes the short texts of records: the start of what was there, without secrets and planted values. */
export interface Excerpt {
  text(text: string): string
  /** UTF-8 where it is, else with `.` for what does not print. */
  bytes(bytes: Uint8Array): string
}

/** Text is looked at up to here; records cut it shorter still. UTF-16 units. */
const looked = 16_384
/** Hardly a secret is longer; the end of a cut text is dropped by as much, so that none survives in half. */
const longestSecret = 512

export function createExcerpt(canaries: readonly Canary[]): Excerpt {
  const known = canaries.map(({ kind, value }) => ({ type: kind.replaceAll('_', '-'), value }))

  function text(whole: string): string {
    if (whole.length <= looked) return redact(whole, { known }).text
    const cut = redact(whole.slice(0, looked), { known }).text
    return cut.slice(0, Math.max(0, cut.length - longestSecret))
  }

  function bytes(whole: Uint8Array): string {
    const head = Buffer.from(whole.subarray(0, looked * 2))
    const utf8 = head.toString('utf8')
    const broken = utf8.slice(0, -1).includes('\ufffd')
    return text(broken ? head.toString('latin1').replace(/[^\t\n\r\x20-\x7e]/g, '.') : utf8)
  }

  return { text, bytes }
}
