import { randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { etcFiles, etcMounts, pythonFolders, trustFiles } from '../cells/bwrap/etc.js'
import { personPath } from '../cells/bwrap/layout.js'
import type { CellLayout } from '../cells/bwrap/layout.js'
import { homeFiles, homeFolders, persona, sessionEnv } from '../cells/bwrap/persona.js'
import type { CellRun, Plant } from '../ports.js'
import type { Circumstances } from './circumstances.js'
import { nodeHook, pythonHook } from './hooks.js'
import { nodeStandIns, pythonStandIns, standInFolder } from './stubs.js'
import type { StandIns } from './stubs.js'
import { layFiles } from './scratch.js'
import type { Scratch } from './scratch.js'

/** A scratch that is furnished for one run. */
export interface Furnished {
  readonly layout: CellLayout
  /** Files laid into the home, by path in the cell. */
  readonly laid: ReadonlySet<string>
  /** What a file of the cell held before the run: laid in, or of the sample. */
  readonly before: (path: string) => string | Uint8Array | undefined
  readonly hookFolder: string
}

const trustFile = `/etc/${trustFiles[0] ?? ''}`

/** Lays home, `/etc`, hooks and environment for one run, with its canaries and the certificate authority to trust. */
export function furnish(
  scratch: Scratch,
  run: CellRun,
  plant: Plant,
  authority: string,
  circumstances: Circumstances,
  node?: string,
): Furnished {
  const hooked = run.variant !== 'no-hooks'
  const hookFolder = `/dev/.${randomBytes(8).toString('hex')}`
  const files = [...homeFiles, ...plant.files]
  const content = new Map(files.map(({ path, content: text }) => [join(persona.home, path), text]))
  layFiles(scratch.home, files)
  for (const folder of homeFolders) mkdirSync(join(scratch.home, folder), { recursive: true })
  layEtc(scratch.etc, authority, circumstances.etc)
  if (hooked) layHooks(scratch.etc, hookFolder, run.variant === 'stubs')
  const mounts = etcMounts.filter(({ path }) => existsSync(`/etc/${path}`))
  for (const { path, type } of mounts) mountPoint(join(scratch.etc, path), type)
  return {
    hookFolder,
    laid: new Set(content.keys()),
    before: (path) => content.get(path) ?? readSample(run.root, path),
    layout: {
      skill: scratch.skill,
      ...(run.dependencies === undefined ? {} : { dependencies: run.dependencies }),
      etc: scratch.etc,
      etcMounts: mounts.map(({ path }) => path),
      writable: scratch.writable,
      ...(node === undefined ? {} : { node }),
      env: environment(run, plant, circumstances, hooked, node),
      uptime: circumstances.uptime,
      cwd: run.cwd,
    },
  }
}

const readBytes = 1024 * 1024

/** A file of the sample as it came; undefined when there is none, or when it is too large to be compared. */
function readSample(root: string, path: string): string | undefined {
  if (!path.startsWith('/skill/')) return undefined
  const file = join(root, path.slice('/skill'.length))
  try {
    const found = lstatSync(file)
    return found.isFile() && found.size <= readBytes ? readFileSync(file, 'utf8') : undefined
  } catch {
    // The sample chose the path: it may be too long, or lead through a file. Then nothing was there before.
    return undefined
  }
}

function environment(
  run: CellRun,
  plant: Plant,
  circumstances: Circumstances,
  hooked: boolean,
  node: string | undefined,
): Readonly<Record<string, string>> {
  return {
    ...sessionEnv,
    ...circumstances.env,
    PATH: `${node === undefined ? '' : '/opt/node/bin:'}${sessionEnv['PATH'] ?? ''}:${personPath}`,
    PWD: run.cwd,
    ...plant.env,
    NODE_EXTRA_CA_CERTS: trustFile,
    SSL_CERT_FILE: trustFile,
    REQUESTS_CA_BUNDLE: trustFile,
    CURL_CA_BUNDLE: trustFile,
    ...(hooked ? { NODE_OPTIONS: '--require=/etc/node/site.cjs' } : {}),
    ...run.env,
  }
}

function layEtc(etc: string, authority: string, extra: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries({ ...etcFiles(), ...extra })) write(join(etc, path), content)
  for (const path of trustFiles) write(join(etc, path), authority)
  symlinkSync('/usr/share/zoneinfo/Europe/Berlin', join(etc, 'localtime'))
}

/** The start-up files of the interpreters of a cell, below its `/etc`. */
export function layHooks(etc: string, folder: string, stubs: boolean): void {
  for (const version of pythonFolders()) {
    const standIns = pythonStandIns(folder, `/etc/${version}/${standInFolder}`, stubs)
    layStart(join(etc, version), 'sitecustomize.py', pythonHook(folder), standIns)
  }
  layStart(join(etc, 'node'), 'site.cjs', nodeHook(folder), nodeStandIns(folder, stubs))
}

function layStart(place: string, name: string, hook: string, { start, files }: StandIns): void {
  write(join(place, name), hook + start)
  for (const [file, text] of Object.entries(files)) write(join(place, standInFolder, file), text)
}

function mountPoint(path: string, type: 'file' | 'folder'): void {
  if (type === 'folder') mkdirSync(path, { recursive: true })
  else write(path, '')
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
