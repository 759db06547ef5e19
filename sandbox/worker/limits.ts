import type { RunStatus } from '@clawback/model'
import type { Limits } from '../ports.js'

type Overrun = Extract<RunStatus, 'timeout' | 'memory' | 'output-flood' | 'event-flood'>

/** A bound that was passed, in the words of `limit.name`. */
export interface Breach {
  readonly status: Overrun
  readonly limit: 'wall' | 'memory' | 'output' | 'events'
  readonly value: number
}

/** Watches over one run. The first breach counts and ends it. */
export interface LimitWatch {
  readonly breach: () => Breach | undefined
  countOutput(bytes: number): void
  countLine(): void
  flood(): void
  stop(): void
}

const lookEveryMs = 50
/** What one look counts at most: in a longer pause the machine stood still, and the sample with it. */
const mostAtOnceMs = 250
/** A run ends after this many times its wall limit, whatever stood still. */
const mostStretch = 3

export function watchLimits(
  limits: Limits,
  memory: () => number,
  onBreach: (breach: Breach) => void,
  now: () => number = () => performance.now(),
): LimitWatch {
  let first: Breach | undefined
  let output = 0
  let lines = 0
  const passed = (status: Overrun, limit: Breach['limit'], value: number): void => {
    if (first !== undefined) return
    first = { status, limit, value }
    onBreach(first)
  }
  const begun = now()
  let before = begun
  let lived = 0
  const look = setInterval(() => {
    const at = now()
    lived += Math.min(at - before, mostAtOnceMs)
    before = at
    if (lived >= limits.wallMs || at - begun >= limits.wallMs * mostStretch)
      passed('timeout', 'wall', limits.wallMs)
    if (memory() > limits.memoryBytes) passed('memory', 'memory', limits.memoryBytes)
  }, lookEveryMs)
  return {
    breach: () => first,
    countOutput(bytes) {
      output += bytes
      if (output > limits.outputBytes) passed('output-flood', 'output', limits.outputBytes)
    },
    countLine() {
      lines += 1
      if (lines > limits.traceLines) passed('event-flood', 'events', limits.traceLines)
    },
    flood: () => passed('event-flood', 'events', limits.events),
    stop() {
      clearInterval(look)
    },
  }
}
