/** Stops automation that acts too often: a bad rule must not take everybody's access. */
export interface Fuse {
  /** Counts one automatic act; false when it is one too many, and from then on until reset. */
  take(kind: string, now: number): boolean
  blown(kind: string): boolean
  reset(kind: string): void
  /** What was remembered from before a restart. */
  remember(kind: string, times: readonly number[], blown: boolean): void
}

/** At most `most` acts of a kind within the time; then it is blown, and only a person puts in a new one. */
export function createFuse(most: number, withinMs: number): Fuse {
  const acts = new Map<string, number[]>()
  const gone = new Set<string>()
  return {
    take: (kind, now) => {
      if (gone.has(kind)) return false
      const recent = (acts.get(kind) ?? []).filter((time) => time > now - withinMs)
      if (recent.length >= most) {
        gone.add(kind)
        return false
      }
      acts.set(kind, [...recent, now])
      return true
    },
    blown: (kind) => gone.has(kind),
    reset: (kind) => {
      gone.delete(kind)
      acts.delete(kind)
    },
    remember: (kind, times, blown) => {
      acts.set(kind, [...times])
      if (blown) gone.add(kind)
    },
  }
}
