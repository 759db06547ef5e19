/** How far time has come in each source. */
export interface Watermarks {
  /** Learns that a source is there: nothing closes before it was advanced too. */
  meet(event: Readonly<Record<string, unknown>>): void
  /** Moves the clock of a source. Returns the new horizon when it moved. */
  advance(source: string, time: number): number | undefined
  /** Everything before it is closed. */
  horizon(): number
  state(): WatermarkState
  restore(state: WatermarkState): void
}

export interface WatermarkState {
  /** Source -> milliseconds; sources never advanced are null. */
  readonly sources: readonly (readonly [string, number | null])[]
  /** What `*` was advanced to. */
  readonly all: number | null
}

/** More sources than this share one clock: that of `*`. */
const sourceCap = 1024

export function makeWatermarks(lateness: number): Watermarks {
  let all = -Infinity
  let reached = -Infinity
  let clocks = new Map<string, number>()
  const recompute = (): number => {
    let least = Infinity
    for (const clock of clocks.values()) least = Math.min(least, Math.max(clock, all))
    return (least === Infinity ? all : least) - lateness
  }
  return {
    meet: (event) => {
      const name = event['source.connector'] ?? event['source.engine']
      if (typeof name === 'string' && !clocks.has(name) && clocks.size < sourceCap)
        clocks.set(name, -Infinity)
    },
    advance: (source, time) => {
      if (Number.isNaN(time)) return undefined
      if (source === '*') all = Math.max(all, time)
      else if (clocks.has(source) || clocks.size < sourceCap)
        clocks.set(source, Math.max(clocks.get(source) ?? -Infinity, time))
      const horizon = recompute()
      if (horizon <= reached) return undefined
      reached = horizon
      return horizon
    },
    horizon: () => reached,
    state: () => ({
      sources: [...clocks].map(([name, clock]) => [name, finite(clock)] as const),
      all: finite(all),
    }),
    restore: (state) => {
      clocks = new Map(state.sources.map(([name, clock]) => [name, clock ?? -Infinity]))
      all = state.all ?? -Infinity
      reached = recompute()
    },
  }
}

/** JSON has no infinities: never is null, for ever is the largest number. */
export function finite(clock: number): number | null {
  return clock === -Infinity ? null : Math.min(clock, Number.MAX_VALUE)
}
