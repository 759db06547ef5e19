import type { Artifact, ArtifactKind, Gap, McpServer, OpenArtifact, Origin } from '@clawback/model'
import { closeSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Data } from '../manifests/data.js'
import { bundleServers, isBundle, readBundle } from './bundle.js'
import { declaredServers } from './declared.js'
import { treeId } from './identify.js'
import { textOf } from './json.js'
import type { JsonObject } from './json.js'
import { insideCell, isMcpPackage, packageServers, readPackage } from './package.js'
import type { PackageManifest } from './package.js'
import { isMcpProject, projectName, projectServers, readPyproject } from './python.js'
import type { Tree } from './tree.js'
import { pathOf } from './unit.js'
import { findUnits } from './units.js'
import type { Unit } from './unit.js'

/** Turns a tree into its artifacts: one per skill, plugin or server, and what is left over. `home` is an empty folder. */
export async function splitTree(
  tree: Tree,
  origin: Origin,
  name: string,
  home: string,
): Promise<OpenArtifact[]> {
  const units = await findUnits(tree)
  const parts = units.map((unit) => cut(tree, unit))
  const rest = leftOver(tree, units)
  const opened: OpenArtifact[] = []
  for (const [index, part] of parts.entries())
    opened.push(await openPart(part, origin, name, moveOut(tree, part, home, index)))
  if (rest.files.length + rest.links.length > 0 || parts.length === 0)
    opened.push(await openPart(rest, origin, name, tree.root))
  return opened
}

/** The members of a tree that lie below one folder, with paths relative to it. */
interface Part extends Unit {
  readonly files: Tree['files']
  readonly links: Tree['links']
  readonly gaps: readonly Gap[]
}

function cut(tree: Tree, unit: Unit): Part {
  const prefix = unit.folder === '' ? '' : `${unit.folder}/`
  const isOwn = (path: string): boolean => belongs(path, unit)
  const own = <T extends { readonly path: string }>(members: readonly T[]): T[] =>
    members
      .filter((member) => isOwn(member.path))
      .map((member) => ({ ...member, path: member.path.slice(prefix.length) }))
  const files = own(tree.files).map((file) =>
    file.archive === undefined ? file : { ...file, archive: file.archive.slice(prefix.length) },
  )
  return {
    ...unit,
    files,
    links: own(tree.links),
    gaps: gapsOf(tree, isOwn, prefix),
  }
}

function belongs(path: string, unit: Unit): boolean {
  if (unit.file !== undefined) return path === pathOf(unit)
  return unit.folder === '' || path.startsWith(`${unit.folder}/`)
}

/** A gap without a path concerns every part: what was missed may have belonged to it. */
function gapsOf(tree: Tree, isOwn: (path: string) => boolean, prefix = ''): Gap[] {
  return tree.gaps
    .filter((gap) => gap.path === undefined || isOwn(gap.path))
    .map((gap) => (gap.path === undefined ? gap : { ...gap, path: gap.path.slice(prefix.length) }))
}

function leftOver(tree: Tree, units: readonly Unit[]): Part {
  const left = (path: string): boolean => !units.some((unit) => belongs(path, unit))
  const keep = <T extends { readonly path: string }>(members: readonly T[]): T[] =>
    members.filter((member) => left(member.path))
  const files = keep(tree.files)
  return {
    folder: '',
    kind: restKind(files.map((file) => file.path)),
    files,
    links: keep(tree.links),
    gaps: gapsOf(tree, left),
  }
}

/** What configures or instructs an agent, and what may lie beside it without making it anything else. */
const configures =
  /(^|\/)(\.?mcp\.json|(managed-)?settings(\.local)?\.json|hooks\.json|CLAUDE\.md|AGENTS\.md|GEMINI\.md|\.cursorrules|\.windsurfrules|copilot-instructions\.md)$|\.mdc$/
const beside = /\.(md|mdc|txt|json|jsonc|toml|ya?ml)$|(^|\/)(LICENSE|\.\w+rules|\.gitignore)$/

function restKind(paths: readonly string[]): ArtifactKind {
  if (paths.includes('package.json')) return 'package'
  const configured = paths.some((path) => configures.test(path))
  return configured && paths.every((path) => beside.test(path) || configures.test(path))
    ? 'agent-config'
    : 'folder'
}

function moveOut(tree: Tree, part: Part, home: string, index: number): string {
  if (pathOf(part) === '') return tree.root
  const root = join(home, String(index))
  if (part.file !== undefined) {
    mkdirSync(root, { recursive: true })
    renameSync(join(tree.root, pathOf(part)), join(root, part.file))
    return root
  }
  mkdirSync(dirname(root), { recursive: true })
  renameSync(join(tree.root, part.folder), root)
  return root
}

async function openPart(part: Part, origin: Origin, name: string, root: string): Promise<OpenArtifact> {
  const about = await describe(part, root, name)
  const inside = pathOf(part)
  const artifact: Artifact = {
    id: treeId(part.files, part.links),
    kind: part.kind,
    name: about.name,
    ...(about.version === undefined ? {} : { version: about.version }),
    origin: inside === '' ? origin : { ...origin, inside },
    files: part.files,
    links: part.links,
    servers: about.servers,
    gaps: part.gaps,
  }
  return { artifact, root }
}

interface About {
  readonly name: string
  readonly version?: string
  readonly servers: readonly McpServer[]
}

/** Longest name kept of an artifact. */
const nameLength = 128

async function describe(part: Part, root: string, fallback: string): Promise<About> {
  const last = pathOf(part).split('/').at(-1) ?? ''
  const folder = last === '' ? fallback : last
  const has = (path: string): boolean => part.files.some((file) => file.path === path)
  const manifest = has('package.json') ? await readPackage(root, 'package.json') : undefined
  const bundle = has('manifest.json') ? await readBundle(root, 'manifest.json') : undefined
  const project = has('pyproject.toml') ? await readPyproject(root, 'pyproject.toml') : undefined
  const skill = part.kind === 'skill' ? skillName(root, part) : undefined
  const server = part.kind === 'mcp-server'
  const name =
    skill ?? manifest?.name ?? (server ? (textOf(bundle, 'name') ?? projectName(project).name) : undefined)
  const version = manifest?.version ?? textOf(bundle, 'version') ?? projectName(project).version
  const servers = server
    ? await ownServers(root, manifest, bundle, project)
    : await declaredServers(root, has)
  return {
    name: (name ?? folder).slice(0, nameLength),
    ...(version === undefined ? {} : { version: version.slice(0, nameLength) }),
    servers,
  }
}

/** How a server is started, by the manifest that shows it is one. */
async function ownServers(
  root: string,
  manifest: PackageManifest | undefined,
  bundle: JsonObject | undefined,
  project: Data | undefined,
): Promise<readonly McpServer[]> {
  if (manifest !== undefined && isMcpPackage(manifest)) return packageServers(root, manifest)
  if (bundle !== undefined && isBundle(bundle)) return bundleServers(bundle, insideCell)
  return project !== undefined && isMcpProject(project) ? projectServers(project) : []
}

/** The name in a skill's frontmatter, read without a YAML parser: it is a label, not a claim. */
function skillName(root: string, part: Part): string | undefined {
  const file = part.files.find((candidate) => candidate.path.toLowerCase() === 'skill.md')
  if (file === undefined) return undefined
  const handle = openSync(join(root, file.path), 'r')
  try {
    const buffer = Buffer.alloc(4096)
    const head = buffer.subarray(0, readSync(handle, buffer, 0, 4096, 0)).toString()
    const frontmatter = /^\uFEFF?---\r?\n([\s\S]*?)(\r?\n---|$)/.exec(head)?.[1]
    const name = /^name:[ \t]*["']?([^"'\r\n#]+)/m.exec(frontmatter ?? '')?.[1]?.trim()
    return name === '' ? undefined : name
  } finally {
    closeSync(handle)
  }
}
