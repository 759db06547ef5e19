import { serverId, sha256 } from '@clawback/model'
import { isAbsolute } from 'node:path'
import type { McpLaunch } from '@clawback/model'
import type { AuthKind, DiscoveredAgent, DiscoveredServer, DiscoveredSkill, Sighting } from './discovery.js'
import type { Found, FoundServer } from './found.js'
import type { View } from './view.js'

const keyName = /key|token|secret|passw|pwd|auth|cred|bearer|dsn/i

/** One server per id, with every place that lists it. `signedIn` are names that a client holds a sign-in for. */
export function joinServers(found: Found, view: View, signedIn: ReadonlySet<string>): DiscoveredServer[] {
  return groups(found.servers, ({ entry }) => serverId(entry.launch)).map(([id, all]) => {
    const [first] = all
    const entries = all.map(({ entry }) => entry)
    return {
      id,
      name: first.entry.name,
      launch: first.entry.launch,
      env: distinct(entries.flatMap((entry) => entry.env)),
      headers: distinct(entries.flatMap((entry) => entry.headers)),
      auth: authOf(all, signedIn),
      disabled: entries.every((entry) => entry.disabled),
      seen: all.map(({ seen }) => seen).sort(bySighting),
      locator: locatorOf(first, view),
    }
  })
}

function authOf(all: readonly FoundServer[], signedIn: ReadonlySet<string>): AuthKind {
  const entries = all.map(({ entry }) => entry)
  const hasKey = entries.some(
    ({ env, headers, launch }) =>
      [...env, ...headers].some((name) => keyName.test(name)) ||
      /«(argument|secret|segment)|\?.*«env/.test(JSON.stringify(launch)),
  )
  if (hasKey) return 'api-key'
  const remote = entries.some(
    ({ launch }) => launch.type === 'http' || launch.args.some((arg) => /\bmcp-remote\b/.test(arg)),
  )
  return entries.some(({ oauth }) => oauth) || (remote && entries.some(({ name }) => signedIn.has(name)))
    ? 'human-oauth'
    : 'none'
}

/**
 * What intake accepts: the entry of the configuration file, or, where the machine is looked at from outside, the file
 * itself that a local server starts, since its path means another file here.
 */
function locatorOf({ entry, seen }: FoundServer, view: View): string {
  if (seen.path.endsWith('/manifest.json')) return view.real(seen.path.slice(0, -'/manifest.json'.length))
  const started = view.root === '/' ? undefined : startedPath(entry.launch)
  return started === undefined ? `${view.real(seen.path)}#${entry.name}` : view.real(started)
}

function startedPath(launch: McpLaunch): string | undefined {
  if (launch.type === 'http') return undefined
  return [launch.command, ...launch.args].find(
    (word) =>
      isAbsolute(word) &&
      !/^\/(usr|bin|sbin|opt\/homebrew)\//.test(word) &&
      /\.(m?[jt]s|cjs|py|sh)$/.test(word),
  )
}

/** One client per person, with its hooks; and every agent that a file defines. */
export function joinAgents(found: Found): DiscoveredAgent[] {
  const all = [
    ...found.configs,
    ...found.skills.map(({ seen }) => seen),
    ...found.instructions.map(({ seen }) => seen),
  ].filter(({ client, scope }) => client !== 'shared' && scope !== 'project')
  const clients = groups(all, ({ client, user }) => `${client}\0${user ?? ''}`).map(
    ([key, seen]): DiscoveredAgent => {
      const [{ client, user }] = seen
      const hooks = found.hooks
        .filter((hook) => hook.seen.client === client && hook.seen.user === user)
        .map(({ event, command, seen: { path } }) => ({ event, command, path }))
      return {
        id: sha256(key).slice(0, 32),
        type: 'client',
        client,
        name: client,
        ...(user === undefined ? {} : { user }),
        seen: uniqueSightings(seen),
        hooks,
      }
    },
  )
  const defined = found.agents.map(({ name, seen }): DiscoveredAgent => ({
    id: sha256(`${seen.client}\0${seen.path}`).slice(0, 32),
    type: 'sub-agent',
    client: seen.client,
    name,
    ...(seen.user === undefined ? {} : { user: seen.user }),
    seen: [seen],
    hooks: [],
  }))
  return [...clients, ...defined]
}

/** One skill per folder, with every client that reads it. */
export function joinSkills(found: Found, view: View): DiscoveredSkill[] {
  return groups(found.skills, ({ path }) => path).map(([path, all]) => ({
    name: all[0].name,
    seen: uniqueSightings(all.map(({ seen }) => seen)),
    locator: view.real(path),
  }))
}

/** Values by key, in order of the key. */
function groups<T>(values: readonly T[], keyOf: (value: T) => string): [string, [T, ...T[]]][] {
  const found = new Map<string, [T, ...T[]]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = found.get(key)
    if (group === undefined) found.set(key, [value])
    else group.push(value)
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1))
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}

export function uniqueSightings(all: readonly Sighting[]): Sighting[] {
  const found = new Map(all.map((one) => [`${one.client}\0${one.path}\0${one.line ?? 0}`, one]))
  return [...found.values()].sort(bySighting)
}

function bySighting(a: Sighting, b: Sighting): number {
  const key = (one: Sighting): string => `${one.path}\0${one.client}\0${one.line ?? 0}`
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0
}
