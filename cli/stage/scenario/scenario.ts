import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { postTo } from './post.js'
import type { Values } from './values.js'

/** One step of a scenario: a raw input for the guard, or something the agent does in the world. */
export type Step = RawStep | ReadStep | LooseStep

interface Shared {
  /** Tool call without which this would not happen: a denied call cancels it. */
  readonly after?: string
  /** `false`: left out when live actors do it themselves. `true`: only they can. */
  readonly live?: boolean
}
export interface RawStep extends Shared {
  /** Path of an inlet, `hooks/claude-code`, `logs/idp`, `traces`. */
  readonly to: string
  readonly body: object
  /** Tool call this payload asks for. */
  readonly call?: string
  /** Keep the stamp that the answer carries. */
  readonly keep?: 'stamp'
}
export interface ReadStep extends Shared {
  readonly do: 'read'
  readonly table: string
  readonly rows: number
  /** Requests made at once. */
  readonly times: number
  readonly span: string
}
export interface LooseStep extends Shared {
  readonly do: 'loose'
  readonly rows: number
  readonly every_ms: number
}

export interface Scenario {
  readonly steps: readonly Step[]
  /** guard.yaml with its placeholders. */
  readonly config: string
}

/** Reads `steps.ndjson` and `guard.yaml` of a scenario folder. */
export async function readScenario(folder: string): Promise<Scenario> {
  const [steps, config] = await Promise.all([
    readFile(join(folder, 'steps.ndjson'), 'utf8'),
    readFile(join(folder, 'guard.yaml'), 'utf8'),
  ])
  return {
    steps: steps
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Step),
    config,
  }
}

/** What the agent does in the world, when there is one. */
export interface Actors {
  read(request: {
    readonly table: string
    readonly rows: number
    readonly stamp: string
    readonly traceparent: string
  }): Promise<{ readonly status: number; readonly rows: number }>
  /** Lets the agent's own process loose: it goes on reading until it is refused, and tries to get back in. */
  loose(orders: { readonly stamp: string; readonly rows: number; readonly everyMs: number }): Promise<void>
}

/** What became of one step. Times in milliseconds since the epoch. */
export interface Played {
  readonly step: Step
  readonly started: number
  readonly ended: number
  /** HTTP status of the guard, or of the service that was read. 0 for steps that a denial cancelled. */
  readonly status: number
  /** What a hook was answered. */
  readonly answer?: unknown
  readonly denied: boolean
  readonly rows: number
}

export interface PlayOptions {
  readonly socket: string
  readonly values: Values
  /** Without actors every input is a raw one from the scenario. */
  readonly actors?: Actors
  /** Waited for before each step: logs that are on their way. */
  readonly settled?: () => Promise<void>
  readonly told?: (played: Played) => void
}

/** Plays a scenario against a running guard, as the agent's client would: what a hook denies does not happen. */
export async function playScenario(steps: readonly Step[], options: PlayOptions): Promise<readonly Played[]> {
  const { values, actors, settled, told } = options
  const denied = new Set<string>()
  const played: Played[] = []
  for (const step of steps) {
    if (!fits(step, actors)) continue
    await settled?.()
    const started = Date.now()
    const cancelled = step.after !== undefined && denied.has(step.after)
    for (const done of cancelled ? [nothing] : await take(step, options)) {
      if (done.denied && 'call' in step) denied.add(step.call)
      const one: Played = { step, started, ended: Date.now(), ...done }
      played.push(one)
      told?.(one)
    }
  }
  await settled?.()
  return played

  async function take(step: Step, { socket }: PlayOptions): Promise<readonly Done[]> {
    if (!('do' in step)) return [await send(step, socket)]
    const stamp = values.get('stamp')
    if (step.do === 'loose') {
      await actors?.loose({ stamp, rows: step.rows, everyMs: step.every_ms })
      return [{ ...nothing, status: 200 }]
    }
    const traceparent = `00-${values.get('trace')}-${values.get(step.span)}-01`
    const request = { table: step.table, rows: step.rows, stamp, traceparent }
    const reads = Array.from({ length: step.times }, async () => ({
      ...nothing,
      ...(await actors?.read(request)),
    }))
    return Promise.all(reads)
  }

  async function send(step: RawStep, socket: string): Promise<Done> {
    const { status, headers, body } = await postTo(socket, step.to, values.fill(JSON.stringify(step.body)))
    const stamp = headers['x-clawback-stamp']
    if (step.keep === 'stamp' && typeof stamp === 'string') values.set('stamp', stamp)
    return { status, answer: body, denied: isDenial(body), rows: 0 }
  }
}

/** Live actors make their own log lines; without them only raw inputs can be played. */
function fits(step: Step, actors: Actors | undefined): boolean {
  return actors === undefined ? !('do' in step) && step.live !== true : step.live !== false
}

type Done = Omit<Played, 'step' | 'started' | 'ended'>
const nothing: Done = { status: 0, denied: false, rows: 0 }

/** Whether a hook's answer keeps the call from happening (Claude Code hooks: deny, or the end of the session). */
function isDenial(answer: unknown): boolean {
  const { hookSpecificOutput, continue: goesOn } = answer as {
    readonly hookSpecificOutput?: { readonly permissionDecision?: string }
    readonly continue?: boolean
  }
  return hookSpecificOutput?.permissionDecision === 'deny' || goesOn === false
}
