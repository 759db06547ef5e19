import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { EntryPoint, Gap, McpServer, OpenArtifact } from '@clawback/model'
import type { CellRun, Limits, Variant } from '../ports.js'
import type { Recording } from '../watch/sinkhole/har.js'
import { planAgent } from './agent-entry.js'
import { findScripts } from './entries.js'
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
  readonly variants?: readonly Variant[]
  readonly limits?: Partial<Limits>
  /** Entry points at most; the rest is a gap. Default 24. */
  readonly entries?: number
  /** Ids of runs; random UUIDs when left out. */
  readonly newId?: () => string
  /** Answers of the network that a researcher supplies, for every run. */
  readonly recorded?: Recording
}

/** Milliseconds a server gets for a whole session: it starts, lists, answers calls and is listed again. */
const sessionMs = 45_000

/** Milliseconds an agent gets to follow a skill to its end. */
const agentMs = 60_000

/**
 * Decides what to run of an artifact: its servers, what a package manager would run, its scripts, and what an obedient
 * agent would do with its instructions.
 */
export function planRuns(open: OpenArtifact, options: PlanOptions = {}): RunPlan {
  const { artifact, root, dependencies } = open
  const head = (path: string): string => readHead(join(root, path))
  const servers = artifact.servers.map(planServer)
  const scripts = artifact.servers.length > 0 ? { entries: [], gaps: [] } : findScripts(artifact.files, head)
  const hooks = artifact.files.some(({ path }) => path === 'package.json')
    ? findInstallHooks(head('package.json'), artifact.origin.type)
    : []
  const agent = planAgent(artifact.files, head)
  const all = [...servers.flatMap(({ entry }) => entry ?? []), ...hooks, ...agent.entries, ...scripts.entries]
  const most = options.entries ?? 24
  const executables = artifact.files.filter(({ executable }) => executable).map(({ path }) => path)
  const environments = new Map(artifact.servers.map((server) => [server.name, server]))
  const runs = all.slice(0, most).flatMap((entry) =>
    (options.variants ?? ['base']).map((variant): CellRun => ({
      run: (options.newId ?? randomUUID)(),
      artifact: artifact.id,
      entry,
      variant,
      root,
      executables,
      ...(dependencies === undefined ? {} : { dependencies }),
      ...(options.recorded === undefined ? {} : { recorded: options.recorded }),
      ...placeOf(entry, environments.get(entry.name)),
      actor: { name: entry.actor, options: entry.actor === 'scripted-agent' ? agent.options : {} },
      limits: {
        ...defaultLimits,
        ...(entry.actor === 'mcp-client' ? { wallMs: sessionMs } : {}),
        ...(entry.actor === 'scripted-agent' ? { wallMs: agentMs } : {}),
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

function planServer({ name, launch }: McpServer): { readonly entry?: EntryPoint; readonly gap?: Gap } {
  if (launch.type === 'stdio')
    return { entry: { actor: 'mcp-client', name, command: [launch.command, ...launch.args] } }
  return {
    gap: {
      reason: 'remote-server',
      detail: `${name} runs elsewhere (${launch.url}): there is nothing here to run.`,
      material: true,
    },
  }
}

function placeOf(entry: EntryPoint, server: McpServer | undefined): Pick<CellRun, 'cwd' | 'env'> {
  if (entry.actor !== 'mcp-client' || server?.launch.type !== 'stdio') return { cwd: '/skill', env: {} }
  const { cwd, env } = server.launch
  return { cwd: cwd?.startsWith('/skill') === true ? cwd : '/home/dana/project', env }
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
