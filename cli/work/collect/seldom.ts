import { systemClock } from '../../clock.js'

/** Milliseconds between two lines: on a terminal one is rewritten, in a log each stays. */
const everyMs = process.stderr.isTTY ? 100 : 10_000

/** The same call, left out when the last one was a moment ago. */
export function seldom(call: (text: string) => void): (text: string) => void {
  let last = -Infinity
  return (text) => {
    if (systemClock.monotonic() - last < everyMs) return
    last = systemClock.monotonic()
    call(text)
  }
}
