import type { AgentStep } from '../actors/agent/step.js'
import type { CellResult, CellRun } from '../ports.js'
import { asksForArguments, documentedArguments, guessArguments } from './arguments.js'
import { guessInput } from './input.js'
import type { RunPlan } from './plan.js'

/** What is known of an artifact beside the result of one run. */
export interface Surroundings {
  /** Text of its documents. */
  readonly documents: () => string
  /** Calls of scripts that the scripted agent makes in any case ({@link callsOf}). */
  readonly made: ReadonlySet<string>
  /** Whether a server is to be started again: not when the plan has runs of it under other circumstances. */
  readonly restarts: (run: CellRun) => boolean
  readonly newId: () => string
}

/**
 * Runs that a result asks for: with arguments (from what it printed, else from the documents beside it), with input,
 * with stand-ins, in a cell that refuses instead of ending, over HTTP where a server listens and says nothing on its pipes,
 * or a server's list once more after a new start. None of them asks for more of its own kind.
 */
export function followUps(run: CellRun, result: CellResult, around: Surroundings): CellRun[] {
  const { outcome, events } = result.trace
  const runs: CellRun[] = []
  const output = `${result.stdout}\n${result.stderr}`
  const again = (change: Partial<CellRun>): void => void runs.push({ ...run, run: around.newId(), ...change })
  const playing = (options: CellRun['actor']['options']): Pick<CellRun, 'actor'> => ({
    actor: { ...run.actor, options: { ...run.actor.options, ...options } },
  })
  if (run.entry.actor === 'script' && outcome.status !== 'missing-dependency') {
    const args = isPlain(run) && asksForArguments(output) ? argumentsFor(run, output, around) : []
    if (args.length > 0) again({ entry: { ...run.entry, command: [...run.entry.command, ...args] } })
    const stdin = run.actor.options['stdin'] === undefined ? guessInput(output) : undefined
    if (stdin !== undefined) again(playing({ stdin }))
  }
  if (run.variant !== 'base') return runs
  if (outcome.status === 'missing-dependency') again({ variant: 'stubs', ...playing({ untilBroken: false }) })
  if (events.some(({ kind }) => kind === 'syscall.denied')) again({ variant: 'deep' })
  const port = run.actor.options['httpPort'] === undefined ? listeningPort(result) : undefined
  if (run.entry.actor === 'mcp-client' && !outcome.covered && port !== undefined)
    again(playing({ httpPort: port }))
  if (run.entry.actor === 'mcp-client' && outcome.covered && around.restarts(run))
    again({ variant: 'restart', ...playing({ rounds: 0, identities: ['claude-code'] }) })
  return runs
}

/** The port that a server waits at. It is taken to be the same at the next start, as whoever configures one must. */
function listeningPort({ trace }: CellResult): number | undefined {
  const listens = trace.events.filter((event) => event.kind === 'net.listen')
  return listens.find((event) => event['network.transport'] !== 'udp')?.['server.port']
}

/** Calls of scripts that the scripted agent of a plan makes, with single blanks. */
export function callsOf({ runs }: RunPlan): ReadonlySet<string> {
  const steps = runs.flatMap(({ actor }) => (actor.options['steps'] ?? []) as readonly AgentStep[])
  return new Set(
    steps.flatMap(({ script, object }) => (script === undefined ? [] : [withoutProgram(object)])),
  )
}

function withoutProgram(call: string): string {
  return call.trim().split(/\s+/).slice(1).join(' ')
}

/** Whether a run is the only one that its plan has of its entry point. */
export function onlyRuns({ runs }: RunPlan): (run: CellRun) => boolean {
  const counts = new Map<string, number>()
  for (const { entry } of runs) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1)
  return ({ entry }) => counts.get(keyOf(entry)) === 1
}

function keyOf({ actor, name, command }: CellRun['entry']): string {
  return JSON.stringify([actor, name, command])
}

/** None when the call that the documents show is made by the agent that follows them. */
function argumentsFor({ entry }: CellRun, output: string, around: Surroundings): readonly string[] {
  const shown = documentedArguments(around.documents(), entry.name)
  if (shown !== undefined) return around.made.has([entry.name, ...shown].join(' ')) ? [] : shown
  return guessArguments(output) ?? []
}

/** As planned: an interpreter and a path, or a module, and no arguments yet. */
function isPlain({ entry: { command } }: CellRun): boolean {
  return command.length === 2 || (command.length === 3 && /^-(?:m|File)$/.test(command[1] ?? ''))
}
