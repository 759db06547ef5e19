import type { Artifact, Gap, OpenArtifact, Origin } from '@clawback/model'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ServerEntry } from '../manifests/clients.js'
import { treeId } from './identify.js'
import { asServer, codeSource, insideLaunch, notFollowed } from './launch.js'

/** How entries are followed to what they start. */
export interface Follow {
  /** Opens another locator within the same intake. */
  readonly open: (locator: string) => Promise<readonly OpenArtifact[]>
  /** Whether packages are asked for at their registry. */
  readonly fetch: boolean
}

/**
 * The artifact of one configured server: the code it starts when `follow` is given and the code can be had, and the
 * bare entry, its secrets taken out, with a material gap when not.
 */
export async function openConfigured(
  entry: ServerEntry,
  config: string,
  origin: Origin,
  home: string,
  follow: Follow | undefined,
): Promise<OpenArtifact> {
  if (follow === undefined) return bareEntry(entry, origin, home, notFollowed(entry.launch))
  const source = await codeSource(entry.launch, baseOf(config))
  if (source.type === 'none') return bareEntry(entry, origin, home, source.gap)
  if (source.type === 'npm' && !follow.fetch)
    return bareEntry(entry, origin, home, {
      reason: 'launch-not-fetched',
      detail: `the npm package ${source.locator.slice('npm:'.length)} was not fetched`,
      material: true,
    })
  try {
    for (const open of await follow.open(source.locator)) {
      const launch = insideLaunch(entry.launch, source, open)
      if (launch !== undefined) return asServer(open, entry.name, launch)
    }
    return await bareEntry(
      entry,
      origin,
      home,
      unresolved(`${source.locator} holds nothing that it could start`),
    )
  } catch (error) {
    return bareEntry(entry, origin, home, unresolved(error instanceof Error ? error.message : String(error)))
  }
}

function unresolved(detail: string): Gap {
  return { reason: 'launch-not-resolved', detail, material: true }
}

/** A configuration in `.vscode` and its like belongs to the project around it. */
function baseOf(config: string): string {
  const folder = dirname(config)
  return /\/\.[a-z]+$/i.test(folder) ? dirname(folder) : folder
}

async function bareEntry(entry: ServerEntry, origin: Origin, home: string, gap: Gap): Promise<OpenArtifact> {
  const { launch, name } = entry
  const shown =
    launch.type === 'http'
      ? { type: 'http', url: launch.url, headers: launch.headers }
      : { command: launch.command, args: launch.args, env: launch.env }
  const content = `${JSON.stringify({ mcpServers: Object.fromEntries([[name, shown]]) }, undefined, 2)}\n`
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'mcp.json'), content, { mode: 0o644 })
  const file = {
    path: 'mcp.json',
    size: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    executable: false,
  }
  const artifact: Artifact = {
    id: treeId([file], []),
    kind: 'mcp-server',
    name: name.slice(0, 128),
    origin: { ...origin, inside: entry.path.join('.') },
    files: [file],
    links: [],
    servers: [{ name, launch }],
    gaps: [gap],
  }
  return { artifact, root: home }
}
