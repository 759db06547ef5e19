import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import type { ArtifactFile, EntryPoint, Gap } from '@clawback/model'
import { isServerSource } from '@clawback/wire'

/** Reads the first bytes of a file of the artifact, as text. */
export type ReadHead = (path: string) => string

/** Entry points found, and files that look like one but cannot be run here. */
export interface Entries {
  readonly entries: readonly EntryPoint[]
  readonly gaps: readonly Gap[]
}

interface Language {
  readonly command: (path: string, source: string) => readonly string[]
  readonly isEntry: (source: string) => boolean
}

const always = (): boolean => true

/** Languages whose interpreter is part of a Debian or Ubuntu base with the packages the cell asks for. */
const languages: Readonly<Record<string, Language>> = {
  sh: { command: (path) => ['/bin/sh', path], isEntry: always },
  bash: { command: (path) => ['/bin/bash', path], isEntry: always },
  python: { command: pythonCommand, isEntry: isPythonEntry },
  node: { command: (path) => ['node', path], isEntry: isNodeEntry },
  perl: { command: (path) => ['/usr/bin/perl', path], isEntry: always },
  ruby: { command: (path) => ['/usr/bin/ruby', path], isEntry: always },
  powershell: { command: (path) => ['/usr/bin/pwsh', '-File', path], isEntry: always },
}

/** Whether the machine has a program; cells show its `/usr`. */
export type IsPresent = (program: string) => boolean

const byExtension: Readonly<Record<string, string>> = {
  sh: 'bash',
  bash: 'bash',
  command: 'bash',
  py: 'python',
  js: 'node',
  mjs: 'node',
  cjs: 'node',
  pl: 'perl',
  rb: 'ruby',
  ps1: 'powershell',
}

/** Programs a first line may name. */
const byProgram: readonly (readonly [RegExp, string])[] = [
  [/^(?:ba|z|k)sh$/, 'bash'],
  [/^(?:da)?sh$/, 'sh'],
  [/^python(?:3(?:\.\d+)?)?$/, 'python'],
  [/^node(?:js)?$/, 'node'],
  [/^perl$/, 'perl'],
  [/^ruby$/, 'ruby'],
  [/^(?:pwsh|powershell)$/, 'powershell'],
]

/** Scripts of languages that no cell has an interpreter for. */
const foreign: ReadonlySet<string> = new Set([
  'php',
  'ts',
  'tsx',
  'go',
  'rs',
  'lua',
  'r',
  'swift',
  'bat',
  'cmd',
])

const skipped =
  /(?:^|\/)(?:node_modules|\.git|__pycache__|tests?|__tests__|spec|fixtures|examples?)\/|(?:^|\/)(?:test_[^/]*|conftest|setup|__init__)\.py$|[._](?:test|spec)\.[cm]?[jt]s$|\.d\.ts$|\.min\.js$|(?:^|\/)[^/]*\.config\.[cm]?js$/

/**
 * The scripts of an artifact that are meant to be started: told by first line, then by extension; libraries, tests
 * and build settings are left out. A script that is a server of MCP is played with, not only started. A script in a
 * language that no cell speaks, or whose interpreter is not on this machine, is a gap, not nothing.
 */
export function findScripts(
  files: readonly ArtifactFile[],
  head: ReadHead,
  isPresent: IsPresent = existsSync,
): Entries {
  const entries: EntryPoint[] = []
  const gaps: Gap[] = []
  const unrun = (path: string, detail: string): void =>
    void gaps.push({ reason: 'no-interpreter', path, detail, material: true })
  for (const { path } of files) {
    if (skipped.test(path)) continue
    const extension = posix.extname(path).slice(1).toLowerCase()
    if (foreign.has(extension)) {
      unrun(path, `No cell runs .${extension} files.`)
      continue
    }
    if (extension !== '' && byExtension[extension] === undefined) continue
    const source = head(path)
    const language = languages[languageOf(source, extension) ?? '']
    if (language === undefined && source.startsWith('#!'))
      unrun(path, `No cell runs what its first line names: ${source.slice(2, 80).split('\n', 1)[0] ?? ''}`)
    // A module that only declares a server is served by a launcher of its package.
    const serves = isServerSource(source)
    if (language === undefined || !(serves || language.isEntry(source))) continue
    const command = language.command(posix.join('/skill', path), source)
    const program = command[0] ?? ''
    if (program.startsWith('/') && !isPresent(program)) unrun(path, `${program} is not on this machine.`)
    else entries.push({ actor: serves ? 'mcp-client' : 'script', name: path, command })
  }
  return { entries, gaps }
}

/** A script that imports from beside itself by a leading dot only runs as a module of its package; `/skill` is one. */
function pythonCommand(path: string, source: string): readonly string[] {
  const parts = path.slice(1).replace(/\.py$/, '').split('/')
  const isModule = parts.every((part) => /^[A-Za-z_]\w*$/.test(part))
  return isModule && /^\s*from\s+\.[\w.]*\s+import\b/m.test(source)
    ? ['/usr/bin/python3', '-m', parts.join('.')]
    : ['/usr/bin/python3', path]
}

/**
 * Where Python finds a module that is started by name. Not what lies beside it: a package may well have a `types.py`,
 * which must not come before the one of the standard library.
 */
export function modulePaths({ command }: EntryPoint): Readonly<Record<string, string>> {
  return command[1] === '-m' ? { PYTHONPATH: '/' } : {}
}

function languageOf(source: string, extension: string): string | undefined {
  if (!source.startsWith('#!')) return byExtension[extension]
  const words = source.slice(2, 200).split('\n', 1)[0]?.trim().split(/\s+/) ?? []
  const program = words
    .map((word) => posix.basename(word))
    .find((word) => word !== 'env' && !word.startsWith('-'))
  return byProgram.find(([pattern]) => pattern.test(program ?? ''))?.[1] ?? byExtension[extension]
}

/** Python is an entry when it says so, or when it does something besides defining and importing. */
export function isPythonEntry(source: string): boolean {
  if (source.startsWith('#!') || /^if\s+__name__\s*==/m.test(source)) return true
  const code = source.replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '""')
  return code
    .split('\n')
    .some((line) => /^(?:[A-Za-z_][\w.]*\(|for\s|while\s|with\s|try:|print\b)/.test(line))
}

/** A module that only exports is a library; one that reads its arguments or calls something at the top is not. */
export function isNodeEntry(source: string): boolean {
  if (
    source.startsWith('#!') ||
    /require\.main\s*===|process\.argv|import\.meta\.(?:main|url\s*===)/.test(source)
  )
    return true
  if (
    /^(?:await\s+)?[A-Za-z_$][\w$.]*\(/m.test(source) ||
    /^[!;]?\((?:async\s*)?(?:\(\)\s*=>|function)/m.test(source)
  )
    return true
  return !/^\s*(?:export\s|module\.exports|exports\.)/m.test(source)
}
