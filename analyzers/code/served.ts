import type { FactFields } from '../context.js'
import type { At, FunctionDef } from './ir.js'
import type { Reach, ServedTool } from './interpret/reach.js'
import type { Unit } from './nouns.js'

/** What the code of one unit is there for, by place. */
export interface Served {
  /** Tools in whose work this place takes part; undefined when none is known to. */
  readonly at: (at: At) => readonly ServedTool[] | undefined
  /** The function that begins here never comes to an end. */
  readonly isEndless: (at: At) => boolean
}

export function openServed(unit: Unit, reach: Reach): Served {
  const functions = [...unit.seen.functions.values()].sort((a, b) => a.start - b.start)
  return {
    at(at) {
      const own = around(functions, at)
      return unit.tools ?? (own === undefined ? undefined : reach.toolsOf(own))
    },
    isEndless(at) {
      const def = unit.seen.functions.get(at.start)
      return def !== undefined && reach.neverEnds(def)
    },
  }
}

/** The innermost function around a place: of those that hold it, the one that begins last. */
function around(functions: readonly FunctionDef[], { start, end }: At): FunctionDef | undefined {
  let [low, high] = [0, functions.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((functions[middle]?.start ?? 0) <= start) low = middle + 1
    else high = middle
  }
  for (let i = low - 1; i >= 0; i--) {
    const def = functions[i]
    if (def !== undefined && def.end >= end) return def
  }
  return undefined
}

/** Longest name and description told; the description is what the tools say they do, to hold against what they do. */
const most = { name: 200, description: 4000 }

export function serves(tools: readonly ServedTool[] | undefined): FactFields {
  if (tools === undefined) return {}
  return {
    'gen_ai.tool.name': tools
      .map(({ name }) => name)
      .join(', ')
      .slice(0, most.name),
    'gen_ai.tool.description': tools
      .map(({ name, description }) => `${name}: ${description}`)
      .join('\n')
      .slice(0, most.description),
  }
}
