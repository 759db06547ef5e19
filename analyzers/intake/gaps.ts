import type { Gap } from '@clawback/model'

/** Gaps kept per reason; the rest are counted, so that a hostile origin cannot flood the report. */
const perReason = 64

/** Collects gaps, bounded per reason. */
export interface GapList {
  add(gap: Gap): void
  list(): readonly Gap[]
}

export function createGapList(): GapList {
  const kept: Gap[] = []
  const counts = new Map<string, { all: number; material: boolean }>()
  return {
    add(gap) {
      const count = counts.get(gap.reason) ?? { all: 0, material: false }
      counts.set(gap.reason, { all: count.all + 1, material: count.material || gap.material })
      if (count.all < perReason) kept.push(gap)
    },
    list() {
      const more = [...counts].filter(([, count]) => count.all > perReason)
      return [
        ...kept,
        ...more.map(([reason, { all, material }]) => ({
          reason,
          detail: `${all - perReason} more of the same`,
          material,
        })),
      ]
    },
  }
}
