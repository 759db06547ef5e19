import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { EntryPoint, Gap, McpServer, OpenArtifact } from '@clawback/model'
import type { ModelPrice } from '../actors/llm/model.js'
import type { CellRun, Limits, Variant } from '../ports.js'
import type { Recording } from '../watch/sinkhole/har.js'
import { planAgent } from './agent-entry.js'
import { findScripts, modulePaths } from './entries.js'
import { findInstallHooks } from './install-hooks.js'
import { defaultLimits } from './limits.js'

/** What is going to be run of an artifact: a value that can be looked at, stored and repeated. */
export interface RunPlan {
  readonly artifact: string
  readonly runs: readonly CellRun[]
  /** What looks as if it could be run, and will not be. */
  readonly gaps: readonly Gap[]
}

export interface PlanOptions {
  /**
   * Variants beside the base run. With any, the base runs twice: what differs between the two is noise, not an answer
   * to other circumstances.
   */
  readonly variants?: readonly Variant[]
  readonly limits?: Partial<Limits>
  /** Entry points at most; the rest is a gap. Default 24. */
  readonly entries?: number
  /** Whether this machine has an interpreter, by absolute path; looked up when left out. */
  readonly isPresent?: (program: string) => boolean
  /** Lets a model follow the instructions, besides the scripted agent; nothing else is run then. */
  readonly llm?: {
    readonly model: string
    readonly budgetTokens: number
    readonly turns?: number
    readonly price?: ModelPrice
  }
  /** Ids of runs; random UUIDs when left out. */
  readonly newId?: () => string
  /** Answers of the network that a researcher supplies, for every run. */
  readonly recorded?: Recording
}

/** Milliseconds a server gets for a whole session: it starts, lists, answers calls and is listed again. */
const sessionMs = 45_000

/** Milliseconds a model gets: most of them pass while it is asked. */
const modelMs = 300_000

/** Milliseconds an agent gets to follow a skill to its end: some for each step, several times what steps take alone. */
const agentMs = (steps: number): number => 60_000 + 2_000 * steps

/**
 * Decides what to run of an artifact: its servers, what a package manager would run, its scripts, and what an obedient
 * agent would do with its instructions.
 */
export function planRuns(open: OpenArtifact, options: PlanOptions = {}): RunPlan {
  const { artifact, root, dependencies } = open
  const head = (path: string): string => readHead(join(root, path))
  const servers = artifact.servers.map(planServer)
  const scripts =
    artifact.servers.length > 0
      ? { entries: [], gaps: [] }
      : findScripts(artifact.files, head, options.isPresent)
  const hooks = findInstallHooks(artifact.files, head, artifact.origin.type)
  const agent = planAgent(artifact.files, head)
  if (options.llm !== undefined) return planModel(open, options, options.llm)
  const all = [
    ...servers.flatMap(({ entry }) => entry ?? []),
    ...hooks.map(({ entry }) => entry),
    ...agent.entries,
    ...scripts.entries,
  ]
  const most = options.entries ?? 24
  const executables = artifact.files.filter(({ executable }) => executable).map(({ path }) => path)
  const places = new Map<EntryPoint, Place>([
    ...servers.flatMap(({ entry, place }) => (entry === undefined ? [] : [[entry, place] as const])),
    ...hooks.map(({ entry, cwd, env }) => [entry, { cwd, env }] as const),
  ])
  const runs = all.slice(0, most).flatMap((entry) =>
    withBase(options.variants ?? []).map((variant): CellRun => ({
      run: (options.newId ?? randomUUID)(),
      artifact: artifact.id,
      entry,
      variant,
      root,
      executables,
      ...(dependencies === undefined ? {} : { dependencies }),
      ...(options.recorded === undefined ? {} : { recorded: options.recorded }),
      ...(places.get(entry) ?? { cwd: '/skill', env: modulePaths(entry) }),
      actor: { name: entry.actor, options: entry.actor === 'scripted-agent' ? agent.options : {} },
      limits: {
        ...defaultLimits,
        ...(entry.actor === 'mcp-client' ? { wallMs: sessionMs } : {}),
        ...(entry.actor === 'scripted-agent' ? { wallMs: agentMs(agent.steps) } : {}),
        ...options.limits,
      },
    })),
  )
  return {
    artifact: artifact.id,
    runs,
    gaps: [
      ...servers.flatMap(({ gap }) => gap ?? []),
      ...scripts.gaps,
      ...agent.gaps,
      ...all.slice(most).map(({ name }): Gap => ({
        reason: 'entry-bound',
        path: name,
        detail: `Only the first ${most} entry points are run.`,
        material: true,
      })),
    ],
  }
}

/** One run: a model with a shell of the cell follows the skill's instructions. A gap when there are none. */
function planModel(
  { artifact, root, dependencies }: OpenArtifact,
  options: PlanOptions,
  llm: NonNullable<PlanOptions['llm']>,
): RunPlan {
  const name = 'SKILL.md'
  if (!artifact.files.some(({ path }) => path === name))
    return {
      artifact: artifact.id,
      runs: [],
      gaps: [{ reason: 'no-instructions', detail: `There is no ${name} to follow.`, material: true }],
    }
  const skill = readHead(join(root, name))
  const run: CellRun = {
    run: (options.newId ?? randomUUID)(),
    artifact: artifact.id,
    entry: { actor: 'llm-agent', name, command: ['/bin/sh'] },
    variant: 'base',
    root,
    executables: artifact.files.filter(({ executable }) => executable).map(({ path }) => path),
    ...(dependencies === undefined ? {} : { dependencies }),
    ...(options.recorded === undefined ? {} : { recorded: options.recorded }),
    cwd: '/skill',
    env: {},
    actor: { name: 'llm-agent', options: { skill, ...llm } },
    limits: { ...defaultLimits, wallMs: modelMs, ...options.limits },
  }
  return { artifact: artifact.id, runs: [run], gaps: [] }
}

function withBase(variants: readonly Variant[]): readonly Variant[] {
  const others = [...new Set(variants)].filter((variant) => variant !== 'base')
  return others.length === 0 ? ['base'] : ['base', 'base', ...others]
}

/** Where an entry point is started, and with what besides the session's environment. */
type Place = Pick<CellRun, 'cwd' | 'env'>

interface PlannedServer {
  readonly entry?: EntryPoint
  readonly place: Place
  readonly gap?: Gap
}

function planServer({ name, launch }: McpServer): PlannedServer {
  if (launch.type === 'stdio') {
    const { cwd, env } = launch
    return {
      entry: { actor: 'mcp-client', name, command: [launch.command, ...launch.args] },
      place: { cwd: cwd?.startsWith('/skill') === true ? cwd : '/home/dana/project', env },
    }
  }
  return {
    place: { cwd: '/skill', env: {} },
    gap: {
      reason: 'remote-server',
      detail: `${name} runs elsewhere (${launch.url}): there is nothing here to run.`,
      material: true,
    },
  }
}

const headBytes = 64 * 1024

function readHead(path: string): string {
  const buffer = Buffer.alloc(headBytes)
  const file = openSync(path, 'r')
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, headBytes, 0)).toString('utf8')
  } finally {
    closeSync(file)
  }
}
