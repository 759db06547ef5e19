import type { FunctionDef } from '../ir.js'

/** A tool as the one that registers its function describes it; a dispatcher stands for all tools of the artifact. */
export interface ServedTool {
  readonly name: string
  readonly description: string
}

/** Which functions do the work of which tool, and which call themselves whatever happens. */
export interface Reach {
  /** A function is what a tool does when it is called; without a tool, what any tool does. */
  readonly serve: (def: FunctionDef, tool: ServedTool | undefined) => void
  /** A tool that is listed; what does its work may be a dispatcher of all. */
  readonly list: (tool: ServedTool) => void
  /** One function calls another, hands it on or holds it. `always` when nothing decides whether it does. */
  readonly link: (from: FunctionDef | undefined, to: FunctionDef, always: boolean) => void
  /** Tools in whose work this function takes part; undefined when none is known to. */
  readonly toolsOf: (def: FunctionDef) => readonly ServedTool[] | undefined
  /** The function comes back to itself on every way through it, so a call of it never ends. */
  readonly neverEnds: (def: FunctionDef) => boolean
}

/** Functions looked at for one answer. */
const most = 2000

export function createReach(): Reach {
  const served = new Map<FunctionDef, (ServedTool | undefined)[]>()
  const listed = new Map<string, ServedTool>()
  const callers = new Map<FunctionDef, Set<FunctionDef>>()
  const certain = new Map<FunctionDef, Set<FunctionDef>>()
  const answers = new Map<FunctionDef, readonly ServedTool[] | undefined>()

  return {
    serve(def, tool) {
      if (tool !== undefined) listed.set(tool.name, tool)
      served.set(def, [...(served.get(def) ?? []).filter((one) => one?.name !== tool?.name), tool])
    },
    list({ name, description }) {
      listed.set(name, { name, description })
    },
    link(from, to, always) {
      if (from === undefined) return
      put(callers, to, from)
      if (always) put(certain, from, to)
    },
    toolsOf(def) {
      if (answers.has(def)) return answers.get(def)
      const found = [...walk(def, callers)].flatMap((one) => served.get(one) ?? [])
      const tools = found.includes(undefined)
        ? [...listed.values()]
        : [...new Map(found.flatMap((tool) => (tool === undefined ? [] : [[tool.name, tool]]))).values()]
      const answer = tools.length === 0 ? undefined : tools
      answers.set(def, answer)
      return answer
    },
    neverEnds(def) {
      const next = certain.get(def)
      if (next === undefined) return false
      // A method may be another one's in a class that inherits it: only a function that names itself, or plain functions.
      if (next.has(def)) return true
      if (def.receiver !== undefined) return false
      return [...next].some((one) => one.receiver === undefined && [...walk(one, certain)].includes(def))
    },
  }
}

function put(into: Map<FunctionDef, Set<FunctionDef>>, key: FunctionDef, value: FunctionDef): void {
  const known = into.get(key)
  if (known === undefined) into.set(key, new Set([value]))
  else known.add(value)
}

/** Everything that can be come to from here, itself first. */
function walk(
  from: FunctionDef,
  ways: ReadonlyMap<FunctionDef, ReadonlySet<FunctionDef>>,
): ReadonlySet<FunctionDef> {
  const seen = new Set([from])
  for (const one of seen) {
    if (seen.size > most) break
    for (const next of ways.get(one) ?? []) seen.add(next)
  }
  return seen
}
