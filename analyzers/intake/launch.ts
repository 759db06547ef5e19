import type { Gap, McpLaunch, McpServer, OpenArtifact } from '@clawback/model'
import { lstat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, extname, isAbsolute, join, posix, relative, resolve } from 'node:path'
import { runnerPackage } from '../manifests/runner.js'
import { insideCell } from './package.js'

/** Where the code of a configured server can be had from. */
export type CodeSource =
  | { readonly type: 'npm'; readonly locator: string; readonly args: readonly string[] }
  | {
      readonly type: 'local'
      readonly locator: string
      /** Below the locator; empty when the folder as a whole is started. */
      readonly file: string
      readonly args: readonly string[]
      /** The word that names the folder it works in, as written. */
      readonly folder?: string
    }
  | { readonly type: 'none'; readonly gap: Gap }

/** Finds the code that an entry starts. `base` is the folder against which relative paths count. */
export async function codeSource(launch: McpLaunch, base: string): Promise<CodeSource> {
  if (launch.type === 'http') return none('remote-server', 'its code runs elsewhere and cannot be read')
  const runner = runnerPackage(launch)
  if (runner?.ecosystem === 'npm') {
    const version = runner.version === undefined ? '' : `@${runner.version}`
    return { type: 'npm', locator: `npm:${runner.name}${version}`, args: runner.args }
  }
  if (runner !== undefined)
    return none('launch-not-fetched', `the ${runner.ecosystem} package ${runner.name} was not fetched`)
  const file = await startedFile(launch, base)
  return file ?? none('launch-not-resolved', 'the program it starts was not found')
}

/** The gap of an entry that was not to be followed. */
export function notFollowed(launch: McpLaunch): Gap {
  return launch.type === 'http'
    ? { reason: 'remote-server', detail: 'its code runs elsewhere and cannot be read', material: true }
    : { reason: 'launch-not-resolved', detail: 'the program it starts was not looked at', material: true }
}

function none(reason: string, detail: string): CodeSource {
  return { type: 'none', gap: { reason, detail, material: true } }
}

async function startedFile(
  launch: Extract<McpLaunch, { type: 'stdio' }>,
  base: string,
): Promise<CodeSource | undefined> {
  const cwd = launch.cwd === undefined ? base : place(launch.cwd, base)
  const words = [launch.command, ...launch.args]
  const folder = await namedFolder(words, cwd)
  const from = folder === undefined ? cwd : place(folder, cwd)
  const named = folder === undefined ? {} : { folder }
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || (index === 0 && !/[/\\]/.test(word))) continue
    const file = place(word, from)
    const info = await lstat(file).catch(() => undefined)
    if (info?.isFile() !== true) continue
    if (index === 0 ? isSystemProgram(file) : !mayBeProgram(file)) continue
    const own = await packageFolder(file)
    return {
      type: 'local',
      locator: own ?? file,
      file: relative(own ?? dirname(file), file),
      args: words.slice(index + 1),
      ...named,
    }
  }
  return folder === undefined ? undefined : { type: 'local', locator: from, file: '', args: [], folder }
}

/** Flags of runners whose value is the folder of the project that is started. */
const folderFlags: ReadonlySet<string> = new Set(['--directory', '--project', '--prefix', '--cwd', '-C'])
/** Programs whose first word is what they run. */
const interpreters = /^(?:node|bun|deno|tsx|ts-node|python[\d.]*|py|ruby|php)(?:\.exe)?$/i

/** The word that names the folder a server works in: that of a flag, or the first word of an interpreter. */
async function namedFolder(words: readonly string[], base: string): Promise<string | undefined> {
  const flagged = words.find((_, index) => folderFlags.has(words[index - 1] ?? ''))
  const first = words.slice(1).find((word) => !word.startsWith('-'))
  const run = interpreters.test(basename(words[0] ?? '')) ? first : undefined
  for (const word of [flagged, run]) {
    if (word === undefined || place(word, base) === homedir()) continue
    const info = await lstat(place(word, base)).catch(() => undefined)
    if (info?.isDirectory() === true) return word
  }
  return undefined
}

const programs = /^\.(?:[cm]?[jt]sx?|py|rb|sh|bash|php|pl|lua|go|ps1|jar|exe)$/i

/** A file among the arguments is what is started only when it can be: others are data that a server is given. */
function mayBeProgram(file: string): boolean {
  const extension = extname(file)
  return extension === '' ? !basename(file).startsWith('.') : programs.test(extension)
}

function place(path: string, base: string): string {
  const expanded = path
    .replace(/^~(?=\/)/, homedir())
    .replace(/^\$\{?(workspaceFolder|CLAUDE_PLUGIN_ROOT|__dirname|PWD)\}?/, base)
    .replace(/^\$\{?(userHome|HOME)\}?/, homedir())
  return isAbsolute(expanded) ? expanded : resolve(base, expanded)
}

function isSystemProgram(path: string): boolean {
  return /^\/(usr|bin|sbin|opt\/homebrew)\//.test(path)
}

/** The folder of the package that a file belongs to; never a home, a root, or anything far above the file. */
async function packageFolder(file: string): Promise<string | undefined> {
  let folder = dirname(file)
  for (let up = 0; up < 4 && folder !== dirname(folder) && folder !== homedir(); up++) {
    for (const name of ['package.json', 'pyproject.toml'])
      if ((await lstat(join(folder, name)).catch(() => undefined))?.isFile() === true) return folder
    folder = dirname(folder)
  }
  return undefined
}

/** The entry's own way of starting, with the code where a cell shows it. */
export function insideLaunch(
  launch: McpLaunch,
  source: Extract<CodeSource, { type: 'npm' | 'local' }>,
  open: OpenArtifact,
): McpLaunch | undefined {
  if (launch.type === 'http') return undefined
  if (source.type === 'npm') {
    const [server] = open.artifact.servers
    if (server?.launch.type !== 'stdio') return undefined
    return { ...server.launch, args: [...server.launch.args, ...source.args], env: launch.env }
  }
  const file = source.file.replaceAll('\\', '/')
  const shown = (word: string): string => (word === source.folder ? insideCell : word)
  const words = [launch.command, ...launch.args].map(shown)
  if (file === '') {
    const [command = '', ...args] = words
    return { type: 'stdio', command, args, env: launch.env, cwd: insideCell }
  }
  if (!open.artifact.files.some((member) => member.path === file)) return undefined
  const before = words.slice(0, words.length - source.args.length - 1)
  const [command = posix.join(insideCell, file), ...flags] = before
  const args = before.length === 0 ? source.args : [...flags, posix.join(insideCell, file), ...source.args]
  return { type: 'stdio', command, args: [...args], env: launch.env, cwd: insideCell }
}

/** The artifact as one server of that name, started that way. */
export function asServer(open: OpenArtifact, name: string, launch: McpLaunch): OpenArtifact {
  const servers: readonly McpServer[] = [{ name, launch }]
  return { ...open, artifact: { ...open.artifact, kind: 'mcp-server', servers } }
}
