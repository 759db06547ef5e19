import type { McpServer } from '@clawback/model'
import { open } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { objectOf, readJsonObject, textMembers, textOf, textsOf } from './json.js'
import type { JsonObject } from './json.js'

/** What intake wants to know of a package.json. */
export interface PackageManifest {
  readonly name?: string
  readonly version?: string
  readonly keywords: readonly string[]
  /** Command -> path. */
  readonly bin: readonly (readonly [string, string])[]
  readonly main?: string
  readonly start?: string
  readonly dependencies: readonly string[]
}

/** Where a cell shows the artifact. */
export const insideCell = '/skill'

/** Reads a package.json of a stored tree; undefined when it is none. */
export async function readPackage(root: string, path: string): Promise<PackageManifest | undefined> {
  const json = await readJsonObject(root, path)
  return json === undefined ? undefined : manifestOf(json)
}

function manifestOf(json: JsonObject): PackageManifest {
  const name = textOf(json, 'name')
  const version = textOf(json, 'version')
  const main = textOf(json, 'main')
  const start = textOf(objectOf(json['scripts']), 'start')
  return {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(main === undefined ? {} : { main }),
    ...(start === undefined ? {} : { start }),
    keywords: textsOf(json['keywords']),
    bin: bins(json, name),
    dependencies: ['dependencies', 'peerDependencies', 'devDependencies', 'optionalDependencies'].flatMap(
      (field) => Object.keys(objectOf(json[field]) ?? {}),
    ),
  }
}

function bins(json: JsonObject, name: string | undefined): [string, string][] {
  const bin = json['bin']
  if (typeof bin === 'string') return [[shortName(name ?? 'server'), bin]]
  return textMembers(bin)
}

/** Packages that a server of the Model Context Protocol is built with. */
const serverLibraries =
  /^(@modelcontextprotocol\/(sdk|server|node|express|hono)|fastmcp|mcp-framework|mcp-handler|@mastra\/mcp|xmcp)$/
const protocolWord = /(^|[^a-z])(mcp|model-?context-?protocol)([^a-z]|$)/i

/** Whether a package is a server of the Model Context Protocol: it can be started and says or shows that it is one. */
export function isMcpPackage(manifest: PackageManifest | undefined): boolean {
  if (manifest === undefined) return false
  const uses = manifest.dependencies.some((name) => serverLibraries.test(name))
  const says = [manifest.name ?? '', ...manifest.keywords].some((word) => protocolWord.test(word))
  if (manifest.bin.length > 0) return uses || says
  return uses && startedFile(manifest) !== undefined
}

/** The file a package without bin is started with. */
function startedFile(manifest: PackageManifest): string | undefined {
  const script = /^(?:node|tsx|bun|python3?)\s+(?:--[\w=-]+\s+)*(\S+)/.exec(manifest.start ?? '')?.[1]
  return script ?? manifest.main
}

/** How each server of a package is started inside a cell. Files that are not there are left out. */
export async function packageServers(root: string, manifest: PackageManifest): Promise<McpServer[]> {
  const started = startedFile(manifest)
  const candidates: readonly (readonly [string, string])[] =
    manifest.bin.length > 0
      ? manifest.bin
      : started === undefined
        ? []
        : [[shortName(manifest.name ?? 'server'), started]]
  const servers: McpServer[] = []
  const seen = new Set<string>()
  for (const [name, file] of candidates.slice(0, 16)) {
    const path = inTree(file)
    if (path === undefined || seen.has(path)) continue
    seen.add(path)
    const command = await interpreter(root, path)
    if (command !== undefined) servers.push({ name, launch: stdio(command, path) })
  }
  return servers
}

function stdio(command: string, path: string): McpServer['launch'] {
  return { type: 'stdio', command, args: [posix.join(insideCell, path)], env: {}, cwd: insideCell }
}

/** The path normalised, or undefined when it leads out of the package. */
export function inTree(path: string): string | undefined {
  const normal = posix.normalize(path.replaceAll('\\', '/')).replace(/^\/+/, '')
  return normal === '..' || normal.startsWith('../') || normal === '.' ? undefined : normal
}

const byExtension: Readonly<Record<string, string>> = {
  '.js': 'node',
  '.mjs': 'node',
  '.cjs': 'node',
  '.py': 'python3',
  '.sh': 'sh',
}

/** What runs a file: its first line says, then its extension; node as npm would have it. */
export async function interpreter(root: string, path: string): Promise<string | undefined> {
  const head = await firstLine(join(root, path)).catch(() => undefined)
  if (head === undefined) return undefined
  const words = head.startsWith('#!') ? head.slice(2).trim().split(/\s+/) : []
  const program = words.find((word) => !word.endsWith('/env') && !word.startsWith('-'))
  return program === undefined
    ? (byExtension[posix.extname(path)] ?? 'node')
    : posix.basename(program).replace(/^(nodejs|tsx|bun|ts-node|deno)$/, 'node')
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0)
    return buffer.subarray(0, bytesRead).toString('latin1').split('\n', 1)[0] ?? ''
  } finally {
    await file.close()
  }
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
