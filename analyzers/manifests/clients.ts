import type { McpLaunch } from '@clawback/model'
import { at, items, member, members, string, text, texts } from './data.js'
import type { Data } from './data.js'
import { maskArgs, maskEnv, maskHeader, maskUrl } from './mask.js'

/** One MCP server as a client configuration lists it, whichever client it is; secrets are taken out. */
export interface ServerEntry {
  readonly name: string
  /** Keys that lead to the entry. */
  readonly path: readonly string[]
  /** Line of the entry's key, from 1. */
  readonly line: number
  readonly launch: McpLaunch
  /** Names of environment variables that are set or passed on. */
  readonly env: readonly string[]
  readonly headers: readonly string[]
  /** The entry asks for an OAuth sign-in, or says that it has none. */
  readonly oauth: boolean
  readonly disabled: boolean
}

/** Where clients keep their servers. A list holds entries with a `name` of their own. */
const places: readonly (readonly string[])[] = [
  ['mcpServers'],
  ['servers'],
  ['mcp', 'servers'],
  ['mcp_servers'],
  ['context_servers'],
  ['amp.mcpServers'],
  ['mcp'],
  ['extensions'],
]

/** Of those, the ones that may be a list. */
const listPlaces: ReadonlySet<string> = new Set(['mcpServers', 'mcp_servers'])

/**
 * All servers of a client configuration, those of its projects included, in order of the file. `only` is the dotted
 * place at which one client keeps them.
 */
export function readServers(data: Data, only?: string): readonly ServerEntry[] {
  if (member(data, 'openapi') !== undefined || member(data, 'asyncapi') !== undefined) return []
  const looked = places.filter((place) => only === undefined || place.join('.') === only)
  const own = looked.flatMap((place) => entriesAt(at(data, ...place), place))
  const projects = members(member(data, 'projects')).flatMap(({ key, value }) =>
    entriesAt(member(value, 'mcpServers'), ['projects', key, 'mcpServers']),
  )
  return [...own, ...projects]
}

function entriesAt(found: Data | undefined, path: readonly string[]): ServerEntry[] {
  const named = members(found).map(({ key, line, value }) => toEntry(key, value, [...path, key], line))
  const listed = (listPlaces.has(path.at(-1) ?? '') ? items(found) : []).map((value, index) =>
    toEntry(string(member(value, 'name')) ?? String(index), value, [...path, String(index)], value.line),
  )
  return [...named, ...listed].filter((entry) => entry !== undefined)
}

function toEntry(name: string, entry: Data, path: readonly string[], line: number): ServerEntry | undefined {
  const body = transportOf(entry)
  const environment = firstMap(body, ['env', 'environment', 'envs'])
  const headers = firstMap(body, ['headers', 'http_headers']) ?? at(body, 'requestInit', 'headers')
  const launch = stdio(body, environment) ?? http(body, headers)
  if (launch === undefined) return undefined
  return {
    name,
    path,
    line,
    launch,
    env: [
      ...members(environment).map((variable) => variable.key),
      ...texts(member(body, 'env_vars')),
      ...['bearer_token_env_var', 'envFile'].flatMap((key) => string(member(body, key)) ?? []),
    ],
    headers: [...members(headers), ...members(member(body, 'env_http_headers'))].map((header) => header.key),
    oauth: ['oauth', 'auth', 'authProviderType'].some((key) => member(body, key) !== undefined),
    disabled: text(member(entry, 'disabled')) === 'true' || text(member(entry, 'enabled')) === 'false',
  }
}

/** Cline puts how a server is reached into a member of its own. */
function transportOf(entry: Data): Data {
  const transport = member(entry, 'transport')
  return transport?.kind === 'map' ? transport : entry
}

function firstMap(data: Data, keys: readonly string[]): Data | undefined {
  return keys.map((key) => member(data, key)).find((found) => found?.kind === 'map')
}

function stdio(body: Data, environment: Data | undefined): McpLaunch | undefined {
  const words = commandOf(body)
  if (words === undefined) return undefined
  const [command = '', ...args] = words
  const cwd = string(member(body, 'cwd'))
  const env = Object.fromEntries(
    members(environment).map(({ key, value }) => [key, maskEnv(key, text(value) ?? '')]),
  )
  return {
    type: 'stdio',
    command: maskArgs([command])[0] ?? '',
    args: maskArgs(args),
    env,
    ...(cwd === undefined ? {} : { cwd }),
  }
}

/** A command is a text with `args`, a list, or (older Zed) a map with `path` and `args`. */
function commandOf(body: Data): string[] | undefined {
  const command = member(body, 'command') ?? member(body, 'cmd')
  if (command?.kind === 'list') return texts(command)
  if (command?.kind === 'map') {
    const path = string(member(command, 'path'))
    return path === undefined ? undefined : [path, ...texts(member(command, 'args'))]
  }
  const program = string(command)
  return program === undefined || program === '' ? undefined : [program, ...texts(member(body, 'args'))]
}

function http(body: Data, headers: Data | undefined): McpLaunch | undefined {
  const url = ['url', 'httpUrl', 'serverUrl', 'uri', 'endpoint']
    .map((key) => string(member(body, key)))
    .find((found) => found !== undefined)
  if (url === undefined) return undefined
  const kept = members(headers).map(({ key, value }) => [key, maskHeader(key, text(value) ?? '')])
  return { type: 'http', url: maskUrl(url), headers: Object.fromEntries(kept) as Record<string, string> }
}
