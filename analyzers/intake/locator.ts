import { ClawbackError } from '@clawback/model'
import { lstatSync, realpathSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { lstat, open, realpath, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { headBytes, packingOf, unsupportedName } from './magic.js'
import type { Packing } from './magic.js'
import type { ServerEntry } from '../manifests/clients.js'
import { isBareRepository } from './sources/repository.js'
import { configServers } from './config-file.js'

/** What a locator points at. `path` is real: links of the locator itself were followed, those inside never are. */
export type Place =
  | { readonly type: 'folder'; readonly path: string }
  | { readonly type: 'archive'; readonly path: string; readonly packing: Packing; readonly size: number }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'mcp-config'; readonly path: string; readonly servers: readonly ServerEntry[] }
  | { readonly type: 'npm'; readonly spec: string }
  | { readonly type: 'git'; readonly url: string; readonly ref?: string }

const npmSpec = /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*(@[^/:\\#]*)?$/i
const gitUrl = /^(git\+(https?|ssh|file)|git|ssh|https?|file):\/\//

/** Recognises a locator. What exists on disk wins over a package of that name. Throws INPUT_NOT_FOUND, INPUT_UNSUPPORTED. */
export async function findPlace(locator: string): Promise<Place> {
  if (locator.includes('\0')) throw unsupported(locator, 'it contains a NUL character')
  if (locator.startsWith('npm:')) return npmPlace(locator, locator.slice(4))
  if (gitUrl.test(locator)) return urlPlace(locator)
  const [path, ref] = splitRef(locator)
  if (lookAt(locator) !== undefined) return localPlace(locator, locator)
  const config = ref === undefined ? undefined : await oneServer(path, ref)
  if (config !== undefined) return config
  if (ref !== undefined && (await isRepository(path))) return { type: 'git', url: await realpath(path), ref }
  if (npmSpec.test(locator) && !/\.(zip|tgz|tar|gz|skill|json|toml|ya?ml|md)$/i.test(locator))
    return { type: 'npm', spec: locator }
  throw new ClawbackError('INPUT_NOT_FOUND', { locator })
}

function npmPlace(locator: string, spec: string): Place {
  if (npmSpec.test(spec)) return { type: 'npm', spec }
  throw unsupported(locator, 'only packages of a registry are fetched, by name and version or range')
}

async function urlPlace(locator: string): Promise<Place> {
  const [url, ref] = splitRef(locator.replace(/^git\+/, ''))
  const plain = /^https?:/.test(locator) && !url.endsWith('.git')
  if (plain)
    throw unsupported(
      locator,
      'a web address is read only as a git repository (git+https:// or ending in .git)',
    )
  if (url.startsWith('file://') && !locator.startsWith('git+')) {
    const path = fileURLToPath(url)
    if (!(await isRepository(path))) return localPlace(locator, path)
  }
  return { type: 'git', url, ...(ref === undefined ? {} : { ref }) }
}

function splitRef(locator: string): [string, string | undefined] {
  const at = locator.lastIndexOf('#')
  return at < 0 ? [locator, undefined] : [locator.slice(0, at), locator.slice(at + 1)]
}

/** `config.json#name` is one server of a client configuration. */
async function oneServer(path: string, name: string): Promise<Place | undefined> {
  if ((await stat(path).catch(() => undefined))?.isFile() !== true) return undefined
  const place = await localPlace(path, path)
  if (place.type !== 'mcp-config') return undefined
  const servers = place.servers.filter((server) => server.name === name)
  if (servers.length === 0) throw new ClawbackError('INPUT_NOT_FOUND', { locator: `${path}#${name}` })
  return { ...place, servers }
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

async function localPlace(locator: string, given: string): Promise<Place> {
  const path = realOf(locator, given)
  const info = statSync(path)
  if (info.isDirectory())
    return (await isBareRepository(path)) ? { type: 'git', url: path } : { type: 'folder', path }
  if (!info.isFile()) throw unsupported(locator, 'it is neither a file nor a folder')
  const head = await readHead(path)
  const packing = packingOf(head)
  if (packing === 'unsupported')
    throw unsupported(
      locator,
      `${unsupportedName(head) ?? 'such'} archives cannot be opened; unpack it first`,
    )
  if (packing !== undefined) return { type: 'archive', path, packing, size: info.size }
  const servers = await configServers(path)
  return servers.length > 0 ? { type: 'mcp-config', path, servers } : { type: 'file', path }
}

function realOf(locator: string, path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator })
  }
}

async function isRepository(path: string): Promise<boolean> {
  const inner = await lstat(`${path}/.git/HEAD`).catch(() => undefined)
  return inner?.isFile() === true || (await isBareRepository(path))
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function unsupported(locator: string, detail: string): ClawbackError {
  return new ClawbackError('INPUT_UNSUPPORTED', { locator, detail })
}
