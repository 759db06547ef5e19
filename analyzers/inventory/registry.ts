import { ClawbackError, normalLaunch, serverId } from '@clawback/model'
import type { Clock, McpLaunch } from '@clawback/model'
import { readFile } from 'node:fs/promises'
import { items, member, members, string, text, texts } from '../manifests/data.js'
import type { Data } from '../manifests/data.js'
import { parseData } from '../manifests/parse.js'
import { runnerPackage } from '../manifests/runner.js'
import type { Standing } from './discovery.js'

/** A server as somebody answers for it. */
export interface RegisteredServer {
  readonly id?: string
  readonly name?: string
  readonly launch?: McpLaunch
  /** Further arguments may follow those of `launch`. */
  readonly open: boolean
  readonly owner?: string
  /** RFC 3339; afterwards the entry no longer counts. */
  readonly expires?: string
}

/** An agent program as somebody answers for it; without users, for everyone. */
export interface RegisteredAgent {
  readonly client: string
  readonly users: readonly string[]
  readonly owner?: string
}

export interface Registry {
  readonly servers: readonly RegisteredServer[]
  readonly agents: readonly RegisteredAgent[]
}

/**
 * Reads `agents.registry.yaml`: `servers` (each with `id`, `command` or `url`; `command` ending in `...` leaves the
 * arguments after it open) and `agents` (each with `client`, optionally `users`), both with `owner`. Throws
 * INPUT_NOT_FOUND and INPUT_MALFORMED with file and line.
 */
export async function readRegistry(path: string): Promise<Registry> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  })
  const { data, problem } = await parseData(bytes, 'yaml')
  if (problem !== undefined) throw malformed(path, 1, problem.detail)
  for (const { key, line } of members(data))
    if (!['servers', 'agents', 'version'].includes(key))
      throw malformed(path, line, `the key ${key} is not known`)
  return {
    servers: items(member(data, 'servers')).map((entry) => serverOf(entry, path)),
    agents: items(member(data, 'agents')).map((entry) => agentOf(entry, path)),
  }
}

function serverOf(entry: Data, path: string): RegisteredServer {
  const id = string(member(entry, 'id'))
  const name = string(member(entry, 'name'))
  const owner = string(member(entry, 'owner'))
  const expires = text(member(entry, 'expires'))
  if (expires !== undefined && Number.isNaN(Date.parse(expires)))
    throw malformed(path, entry.line, 'expires is not a date')
  const words = wordsOf(member(entry, 'command'))
  const open = words?.at(-1) === '...'
  const url = string(member(entry, 'url'))
  const launch = launchOf(open ? words.slice(0, -1) : words, url)
  if (id === undefined && launch === undefined)
    throw malformed(path, entry.line, 'a server needs an id, a command or a url')
  return {
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(owner === undefined ? {} : { owner }),
    ...(expires === undefined ? {} : { expires }),
    ...(launch === undefined ? {} : { launch }),
    open,
  }
}

function agentOf(entry: Data, path: string): RegisteredAgent {
  const client = string(member(entry, 'client'))
  if (client === undefined) throw malformed(path, entry.line, 'an agent needs a client')
  const owner = string(member(entry, 'owner'))
  return { client, users: texts(member(entry, 'users')), ...(owner === undefined ? {} : { owner }) }
}

/** A command is a list, or a text whose words are parted by blanks; quotes hold a word together. */
function wordsOf(command: Data | undefined): readonly string[] | undefined {
  if (command?.kind === 'list') return texts(command)
  const line = string(command)
  return line?.match(/"[^"]*"|'[^']*'|\S+/g)?.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
}

function launchOf(words: readonly string[] | undefined, url: string | undefined): McpLaunch | undefined {
  if (url !== undefined) return { type: 'http', url, headers: {} }
  const [command, ...args] = words ?? []
  return command === undefined ? undefined : { type: 'stdio', command, args, env: {} }
}

function malformed(path: string, line: number, detail: string): ClawbackError {
  return new ClawbackError('INPUT_MALFORMED', {
    where: `${path}:${line}`,
    detail,
    mend: 'See docs/how-to/add-a-client.md.',
  })
}

/** How one server stands, and by which entry. */
export interface Judged {
  readonly standing: Standing
  readonly entry?: RegisteredServer
  readonly because?: string
}

/** Compares a server with the registry: the same, something like it, or unknown. */
export function judgeServer(
  server: { readonly id: string; readonly name: string; readonly launch: McpLaunch },
  registry: Registry,
  clock: Clock,
): Judged {
  const same = registry.servers.find((entry) => isSame(server, entry))
  if (same !== undefined)
    return expired(same, clock)
      ? { standing: 'shadow', entry: same, because: `its registration ended on ${same.expires ?? ''}` }
      : { standing: 'sanctioned', entry: same }
  const like = registry.servers.find((entry) => isLike(server, entry))
  return like === undefined
    ? { standing: 'shadow', because: 'nobody registered it' }
    : { standing: 'drift', entry: like, because: 'it is started differently from its registration' }
}

function isSame(
  server: { readonly id: string; readonly launch: McpLaunch },
  entry: RegisteredServer,
): boolean {
  if (entry.id === server.id) return true
  if (entry.launch === undefined) return false
  if (serverId(entry.launch) === server.id) return true
  return entry.open && startsWith(server.launch, entry.launch)
}

function startsWith(launch: McpLaunch, start: McpLaunch): boolean {
  const [long, short] = [normalLaunch(launch), normalLaunch(start)]
  if (long.type !== 'stdio' || short.type !== 'stdio' || long.command !== short.command) return false
  return short.args.every((arg, index) => long.args[index] === arg)
}

/** The same package, host and path, or name: somebody means this entry. */
function isLike(
  server: { readonly name: string; readonly launch: McpLaunch },
  entry: RegisteredServer,
): boolean {
  if (entry.name !== undefined && entry.name === server.name) return true
  if (entry.launch === undefined) return false
  const [a, b] = [runnerPackage(server.launch), runnerPackage(entry.launch)]
  if (a !== undefined && b !== undefined) return a.ecosystem === b.ecosystem && a.name === b.name
  if (server.launch.type !== 'http' || entry.launch.type !== 'http') return false
  return hostOf(server.launch.url) === hostOf(entry.launch.url)
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

function expired(entry: RegisteredServer, clock: Clock): boolean {
  return entry.expires !== undefined && Date.parse(entry.expires) < clock.now()
}

/** Entries that nothing found fits, not even roughly. */
export function ghosts(
  servers: readonly { readonly id: string; readonly name: string; readonly launch: McpLaunch }[],
  registry: Registry,
): readonly RegisteredServer[] {
  return registry.servers.filter(
    (entry) => !servers.some((server) => isSame(server, entry) || isLike(server, entry)),
  )
}
