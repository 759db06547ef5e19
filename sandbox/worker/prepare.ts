import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { etcFiles, etcMounts, pythonFolders, trustFiles } from '../cells/bwrap/etc.js'
import type { CellLayout } from '../cells/bwrap/layout.js'
import { homeFiles, homeFolders, persona, sessionEnv } from '../cells/bwrap/persona.js'
import type { CellRun, Plant } from '../ports.js'
import { nodeHook, pythonHook } from './hooks.js'
import { nodeStubs, pythonStubs } from './stubs.js'
import { layFiles } from './scratch.js'
import type { Scratch } from './scratch.js'

/** A scratch that is furnished for one run. */
export interface Furnished {
  readonly layout: CellLayout
  /** Content laid into the home, by path in the cell. */
  readonly before: ReadonlyMap<string, string>
  readonly hookFolder: string
}

const trustFile = `/etc/${trustFiles[0] ?? ''}`

/** Lays home, `/etc`, hooks and environment for one run, with its canaries and its own certificate authority. */
export function furnish(
  scratch: Scratch,
  run: CellRun,
  plant: Plant,
  authority: string,
  node?: string,
): Furnished {
  const hooked = run.variant !== 'no-hooks'
  const hookFolder = `/dev/.${randomBytes(8).toString('hex')}`
  layFiles(scratch.home, [...homeFiles, ...plant.files])
  for (const folder of homeFolders) mkdirSync(join(scratch.home, folder), { recursive: true })
  layEtc(scratch.etc, authority)
  if (hooked) layHooks(scratch.etc, hookFolder, run.variant === 'stubs')
  const mounts = etcMounts.filter(({ path }) => existsSync(`/etc/${path}`))
  for (const { path, type } of mounts) mountPoint(join(scratch.etc, path), type)
  return {
    hookFolder,
    before: new Map(
      [...homeFiles, ...plant.files].map(({ path, content }) => [join(persona.home, path), content]),
    ),
    layout: {
      skill: run.root,
      ...(run.dependencies === undefined ? {} : { dependencies: run.dependencies }),
      etc: scratch.etc,
      etcMounts: mounts.map(({ path }) => path),
      writable: scratch.writable,
      ...(node === undefined ? {} : { node }),
      env: environment(run, plant, hooked, node),
      cwd: run.cwd,
    },
  }
}

function environment(
  run: CellRun,
  plant: Plant,
  hooked: boolean,
  node: string | undefined,
): Readonly<Record<string, string>> {
  return {
    ...sessionEnv,
    ...(node === undefined ? {} : { PATH: `/opt/node/bin:${sessionEnv['PATH'] ?? ''}` }),
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

function layEtc(etc: string, authority: string): void {
  for (const [path, content] of Object.entries(etcFiles())) write(join(etc, path), content)
  for (const path of trustFiles) write(join(etc, path), authority)
  symlinkSync('/usr/share/zoneinfo/Europe/Berlin', join(etc, 'localtime'))
}

function layHooks(etc: string, folder: string, stubs: boolean): void {
  const python = pythonHook(folder) + (stubs ? pythonStubs(folder) : '')
  for (const version of pythonFolders()) write(join(etc, version, 'sitecustomize.py'), python)
  write(join(etc, 'node', 'site.cjs'), nodeHook(folder) + (stubs ? nodeStubs(folder) : ''))
}

function mountPoint(path: string, type: 'file' | 'folder'): void {
  if (type === 'folder') mkdirSync(path, { recursive: true })
  else write(path, '')
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
