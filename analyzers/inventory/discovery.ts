import type { Clock, Gap, McpLaunch } from '@clawback/model'

/** Where a thing is configured: for one person, a project, by a plugin, or by whoever runs the machine. */
export type Scope = 'user' | 'project' | 'plugin' | 'managed'

/** One place at which a thing was found. Paths are as the machine that was looked at has them. */
export interface Sighting {
  readonly client: string
  readonly scope: Scope
  readonly path: string
  /** Line in that file, from 1; absent for folders. */
  readonly line?: number
  /** Person whose home it lies in. */
  readonly user?: string
}

/** How a server proves who is calling: by a person's sign-in, by a key that lies in a configuration, or not at all. */
export type AuthKind = 'human-oauth' | 'api-key' | 'none'

/**
 * What the registry says. sanctioned: as registered. drift: registered, but differently. shadow: nobody registered it.
 * ghost: registered and nowhere found.
 */
export type Standing = 'sanctioned' | 'shadow' | 'drift' | 'ghost'

/** A server, once, however many clients know it. */
export interface DiscoveredServer {
  /** `mcp.server.id`: digest of the normalised launch. */
  readonly id: string
  readonly name: string
  /** Secrets are taken out: of variables and headers only names are kept. */
  readonly launch: McpLaunch
  readonly env: readonly string[]
  readonly headers: readonly string[]
  readonly auth: AuthKind
  /** Every place that lists it is switched off. */
  readonly disabled: boolean
  readonly seen: readonly Sighting[]
  /** What intake accepts; absent for a ghost. */
  readonly locator?: string
  readonly standing?: Standing
  /** Why, where the standing needs a reason. */
  readonly because?: string
  readonly owner?: string
}

/** An agent program that a person has set up, or an agent that a file defines for one. */
export interface DiscoveredAgent {
  readonly id: string
  readonly type: 'client' | 'sub-agent'
  readonly client: string
  readonly name: string
  readonly user?: string
  readonly seen: readonly Sighting[]
  /** Commands that the client runs by itself at events of a session. */
  readonly hooks: readonly { readonly event: string; readonly command: string; readonly path: string }[]
  readonly standing?: Standing
  readonly because?: string
  readonly owner?: string
}

/** A skill folder. `locator` is what intake accepts. */
export interface DiscoveredSkill {
  readonly name: string
  readonly seen: readonly Sighting[]
  readonly locator: string
}

/** A file that agents read as instructions. */
export interface DiscoveredInstructions {
  readonly seen: readonly Sighting[]
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
}

export interface Discovery {
  /** RFC 3339 UTC. */
  readonly time: string
  readonly agents: readonly DiscoveredAgent[]
  readonly servers: readonly DiscoveredServer[]
  readonly skills: readonly DiscoveredSkill[]
  readonly instructions: readonly DiscoveredInstructions[]
  readonly gaps: readonly Gap[]
}

export interface DiscoverOptions {
  /** Folder that is looked at as if it were `/` (a mounted image, a fixture), or itself a home. */
  readonly root: string
  /** Homes below the root; all of them are looked for when absent. */
  readonly homes?: readonly string[]
  /** File that says what is sanctioned (`agents.registry.yaml`). */
  readonly registry?: string
  readonly clock: Clock
}
