import type { McpLaunch } from '@clawback/model'
import type { ServerEntry } from '../manifests/clients.js'
import type { Sighting } from './discovery.js'

/** One server as one file lists it. */
export interface FoundServer {
  readonly entry: ServerEntry
  readonly seen: Sighting
}

export interface FoundHook {
  readonly event: string
  readonly command: string
  readonly seen: Sighting
}

export interface FoundAgent {
  readonly name: string
  readonly seen: Sighting
}

export interface FoundSkill {
  readonly name: string
  /** Path of the skill's folder. */
  readonly path: string
  readonly seen: Sighting
}

export interface FoundFile {
  readonly seen: Sighting
  readonly size: number
  readonly sha256: string
}

/** Everything seen, before what is the same is joined. */
export interface Found {
  readonly servers: FoundServer[]
  readonly hooks: FoundHook[]
  readonly agents: FoundAgent[]
  readonly skills: FoundSkill[]
  readonly instructions: FoundFile[]
  /** One per client configuration that exists. */
  readonly configs: Sighting[]
}

export function nothingFound(): Found {
  return { servers: [], hooks: [], agents: [], skills: [], instructions: [], configs: [] }
}

/** An entry for a launch that no configuration file lists. */
export function entryOf(name: string, launch: McpLaunch): ServerEntry {
  const env = launch.type === 'stdio' ? Object.keys(launch.env) : []
  return { name, path: [name], line: 1, launch, env, headers: [], oauth: false, disabled: false }
}
