import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
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
  return await playWith(start('server.mjs', mode, env), options, canaries)
}

/** The same with a server over HTTP, which says its port when it listens. */
export async function playHttpFixture(
  mode: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<FixturePlay> {
  const child = start('http-server.mjs', mode, {})
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return await playWith(child, { httpPort: Number(port.toString()), ...options }, [])
}

/** A server over HTTP that is seen to listen, and is spoken to over its pipes all the same. */
export async function playHttpFixtureOverPipes(
  options: Readonly<Record<string, unknown>>,
): Promise<FixturePlay> {
  const child = start('http-server.mjs', 'json', {})
  const listening = once(child.stdout, 'data').then(() => undefined)
  return await playWith(child, options, [], listening)
}

function start(
  name: string,
  mode: string,
  env: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams {
  const server = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
  return spawn(process.execPath, [server, mode], { env: { ...env }, stdio: 'pipe' })
}

async function playWith(
  child: ChildProcessWithoutNullStreams,
  options: Readonly<Record<string, unknown>>,
  canaries: readonly Canary[],
  listening?: Promise<void>,
): Promise<FixturePlay> {
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
    ...(listening === undefined ? {} : { listening }),
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
