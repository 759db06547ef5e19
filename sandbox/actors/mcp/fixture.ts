import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sha256 } from '@clawback/model'
import type { Canary, Observation, PlayContext, Played } from '../../ports.js'
import { mcpActor } from './mcp.js'

/** What came of playing with one of our own fixture servers, which run as plain child processes. For tests only. */
export interface FixturePlay {
  readonly played: Played
  readonly seen: readonly Observation[]
  readonly phases: readonly string[]
  of(kind: string): readonly Observation['fields'][]
}

export async function playFixture(
  mode: string,
  options: Readonly<Record<string, unknown>> = {},
  canaries: readonly Canary[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<FixturePlay> {
  const server = fileURLToPath(new URL('fixtures/server.mjs', import.meta.url))
  const child = spawn(process.execPath, [server, mode], { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  const seen: Observation[] = []
  const phases: string[] = []
  const over = new AbortController()
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      over.abort()
      resolve()
    })
  })
  const context: PlayContext = {
    run: 'test',
    emit: (observation) => seen.push(observation),
    keep: (bytes) => sha256(bytes),
    now: () => performance.timeOrigin + performance.now(),
    canaries,
    options: { replyMs: 5000, callMs: 5000, ...options },
    signal: over.signal,
    ended,
    phase: (name) => phases.push(name),
  }
  try {
    const played = await mcpActor.play(child, context)
    return {
      played,
      seen,
      phases,
      of: (kind) => seen.filter((one) => one.kind === kind).map(({ fields }) => fields),
    }
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}
