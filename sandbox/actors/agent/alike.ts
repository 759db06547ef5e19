import type { AgentStep } from './step.js'

/** Steps without those that would only show again what earlier ones have shown, and how many were left out. */
export interface DistinctSteps {
  readonly steps: readonly AgentStep[]
  readonly alike: number
}

/** How often one script is run whatever it is given; from then on it must be given an option it never had. */
const anyway = 3

/**
 * Takes blocks of plain calls apart, a step for each call, and leaves out the calls that bring nothing new: a manual
 * shows one script thirty times with other values. What is new is a script, an option or a subcommand. A block that
 * needs a shell to be understood stays whole and is always run.
 */
export function distinctSteps(steps: readonly AgentStep[], files: ReadonlySet<string>): DistinctSteps {
  const known = new Map<string, { calls: number; words: Set<string> }>()
  const parts = steps.flatMap((step) => apart(step, files))
  const kept = parts.filter((step) => {
    if (step.script === undefined) return true
    const before = known.get(step.script) ?? { calls: 0, words: new Set<string>() }
    known.set(step.script, before)
    const words = tellingWords(step.object, step.script)
    const isNew = words.some((word) => !before.words.has(word))
    if (!isNew && before.calls >= anyway) return false
    before.calls += 1
    for (const word of words) before.words.add(word)
    return true
  })
  return { steps: kept, alike: parts.length - kept.length }
}

const plain =
  /^(?:python3?|node|bash|sh|perl|ruby|deno run|bun)\s+([\w./-]+)((?:\s+[\w./:=,@%+-]+|\s+"[^"$`\\]*"|\s+'[^']*')*)$/

/** One step for each line when every line calls a script of the artifact and nothing else. */
function apart(step: AgentStep, files: ReadonlySet<string>): readonly AgentStep[] {
  if (step.action !== 'run') return [step]
  const calls: AgentStep[] = []
  for (const [index, line] of step.object.split('\n').entries()) {
    const call = line.replace(/\s+#\s.*$/, '').trim()
    if (call === '' || call.startsWith('#')) continue
    const script = plain.exec(call)?.[1]?.replace(/^(?:\.\/|\/skill\/)/, '')
    if (script === undefined || !files.has(script)) return [step]
    calls.push({
      ...step,
      object: call,
      line: step.line + index + (step.object.includes('\n') ? 1 : 0),
      script,
    })
  }
  return calls.length === 0 ? [step] : calls
}

/** Options, and the word behind the script when it is a bare one: a subcommand. */
function tellingWords(call: string, script: string): readonly string[] {
  const rest = call.slice(call.indexOf(script) + script.length).trim()
  const words = rest.split(/\s+/).filter((word) => word !== '')
  const [first] = words
  const subcommand = first !== undefined && /^[a-z][\w-]*$/i.test(first) ? [first] : []
  return [...subcommand, ...words.flatMap((word) => /^--?[A-Za-z][\w-]*/.exec(word)?.[0] ?? [])]
}
