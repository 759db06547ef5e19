import type { CommandResult } from './shell.js'
import type { AgentStep } from './step.js'

/** What came of each script's calls so far, and whether one more would show anything. */
export interface Trials {
  /** Whether to take a step; those not taken are counted. */
  isWorth(step: AgentStep): boolean
  ended(step: AgentStep, result: CommandResult): void
  passed(): number
}

/** Failures in a row that end alike after which a script is left alone. */
const patience = 3

/**
 * A script that fails the same way three times fails that way a fourth time too (its input is not there), whatever
 * option it is given.
 */
export function createTrials(): Trials {
  const failures = new Map<string, { end: string; count: number }>()
  let passed = 0
  return {
    isWorth({ script }) {
      const worth = script === undefined || (failures.get(script)?.count ?? 0) < patience
      if (!worth) passed += 1
      return worth
    },
    ended({ script }, { code, output }) {
      if (script === undefined) return
      if (code === 0 || code === undefined) {
        failures.delete(script)
        return
      }
      const end = `${code} ${output.trimEnd().split('\n').at(-1) ?? ''}`
      const before = failures.get(script)
      failures.set(script, { end, count: before?.end === end ? before.count + 1 : 1 })
    },
    passed: () => passed,
  }
}
