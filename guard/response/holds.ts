import type { Standing } from '../ports.js'

/** Instances that may not go on, in memory: asked before every action of every agent, so it waits for nothing. */
export interface Holds {
  /** The strongest thing that stands against an instance or one of its ancestors. */
  standing(lineage: readonly string[]): Standing | undefined
  /** True when it is new for the instance and incident, or stronger than before. */
  hold(instance: string, standing: Standing): boolean
  /** Lifts what stands against an instance for an incident. */
  lift(instance: string, incident: string): void
}

export function createHolds(): Holds {
  const held = new Map<string, Map<string, Standing>>()
  return {
    standing: (lineage) => {
      let strongest: Standing | undefined
      for (const instance of lineage)
        for (const standing of held.get(instance)?.values() ?? [])
          if (strongest?.action !== 'stop') strongest = standing
      return strongest
    },
    hold: (instance, standing) => {
      const of = held.get(instance) ?? new Map<string, Standing>()
      const before = of.get(standing.incident)
      if (before && (before.action === 'stop' || standing.action === 'deny')) return false
      held.set(instance, of.set(standing.incident, standing))
      return true
    },
    lift: (instance, incident) => {
      const of = held.get(instance)
      of?.delete(incident)
      if (of?.size === 0) held.delete(instance)
    },
  }
}
