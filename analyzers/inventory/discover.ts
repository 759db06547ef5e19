import { serverId } from '@clawback/model'
import type { Clock } from '@clawback/model'
import { join } from 'node:path'
import { members, member } from '../manifests/data.js'
import { parseData } from '../manifests/parse.js'
import { collect } from './collect.js'
import type { DiscoveredAgent, DiscoveredServer, DiscoverOptions, Discovery } from './discovery.js'
import { nothingFound } from './found.js'
import { findHomes, findProjects } from './homes.js'
import type { Home } from './homes.js'
import { joinAgents, joinServers, joinSkills, uniqueSightings } from './join.js'
import { ghosts, judgeServer, readRegistry } from './registry.js'
import type { Registry } from './registry.js'
import { createView } from './view.js'
import type { View } from './view.js'

/**
 * Finds the agents, MCP servers, skills and instruction files of every person on a machine, or in an image or folder
 * that is looked at as one, and holds them against a registry. Reads known paths only; executes nothing, follows no
 * link out of the root, keeps no value of a secret. What could not be read is a gap. Throws INPUT_NOT_FOUND and
 * INPUT_MALFORMED for the registry.
 */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const registry = options.registry === undefined ? undefined : await readRegistry(options.registry)
  const view = await createView(options.root)
  const found = nothingFound()
  const signedIn = new Set<string>()
  await collect(view, found, 'machine', '/')
  for (const home of await findHomes(view, options.homes)) {
    await collect(view, found, 'home', home.path, home)
    for (const project of await findProjects(view, home)) await collect(view, found, 'project', project, home)
    for (const name of await signIns(view, home)) signedIn.add(name)
  }
  const servers = joinServers(found, view, signedIn)
  return {
    time: new Date(options.clock.now()).toISOString(),
    agents: joinAgents(found).map((agent) =>
      registry === undefined ? agent : withAgentStanding(agent, registry),
    ),
    servers: registry === undefined ? servers : withStanding(servers, registry, options.clock),
    skills: joinSkills(found, view),
    instructions: found.instructions
      .map(({ seen, size, sha256 }) => ({ seen: uniqueSightings([seen]), path: seen.path, size, sha256 }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    gaps: view.gaps(),
  }
}

/** Names of servers that Claude Code holds a sign-in for; the tokens beside them are not looked at. */
async function signIns(view: View, home: Home): Promise<string[]> {
  const bytes = await view.read(join(home.path, '.claude/.credentials.json'), 1024 * 1024)
  const { data } = bytes === undefined ? {} : await parseData(bytes, 'json')
  return members(member(data, 'mcpOAuth')).map(({ key }) => key.split('|')[0] ?? key)
}

function withStanding(
  servers: readonly DiscoveredServer[],
  registry: Registry,
  clock: Clock,
): DiscoveredServer[] {
  const judged = servers.map((server): DiscoveredServer => {
    const { standing, entry, because } = judgeServer(server, registry, clock)
    return {
      ...server,
      standing,
      ...(because === undefined ? {} : { because }),
      ...(entry?.owner === undefined ? {} : { owner: entry.owner }),
    }
  })
  const missing = ghosts(servers, registry).map((entry): DiscoveredServer => {
    const launch = entry.launch ?? { type: 'stdio', command: '', args: [], env: {} }
    return {
      id: entry.id ?? serverId(launch),
      name: entry.name ?? entry.id ?? 'unnamed',
      launch,
      env: [],
      headers: [],
      auth: 'none',
      disabled: false,
      seen: [],
      standing: 'ghost',
      because: 'it is registered and was not found',
      ...(entry.owner === undefined ? {} : { owner: entry.owner }),
    }
  })
  return [...judged, ...missing]
}

function withAgentStanding(agent: DiscoveredAgent, registry: Registry): DiscoveredAgent {
  if (agent.type !== 'client') return agent
  const entry = registry.agents.find(
    ({ client, users }) =>
      client === agent.client &&
      (users.length === 0 || agent.user === undefined || users.includes(agent.user)),
  )
  if (entry === undefined) return { ...agent, standing: 'shadow', because: 'nobody registered it' }
  return { ...agent, standing: 'sanctioned', ...(entry.owner === undefined ? {} : { owner: entry.owner }) }
}
