import { open, readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { configServers, findPlace } from '@clawback/analyzers'
import type { CollectKind } from './sample.js'
import { listOf, membersOf } from './sources/members.js'

/** Bytes of a list's head, and of a whole one that is looked into. */
const headBytes = 16 * 1024
const wholeBytes = 64 * 1024 * 1024

/** What a source is, when nobody says it. Throws INPUT_NOT_FOUND, INPUT_UNSUPPORTED. */
export async function kindOf(locator: string): Promise<CollectKind> {
  const list = /\.(ndjson|jsonl)$/i.test(locator) ? 'manifest' : /\.txt$/i.test(locator) ? 'server-list' : undefined // prettier-ignore
  if (list !== undefined && (await isFile(locator))) return list
  const place = await findPlace(locator)
  switch (place.type) {
    case 'git':
    case 'npm':
    case 'archive':
      return place.type
    case 'mcp-config':
      return 'server-list'
    case 'folder':
      return await folderKind(place.path)
    case 'file':
      return await fileKind(place.path)
  }
}

async function folderKind(path: string): Promise<CollectKind> {
  if (await someBelow(join(path, 'servers'), 'server.yaml')) return 'docker-catalog'
  const owners = await readdir(join(path, 'skills')).catch((): string[] => [])
  for (const owner of owners.slice(0, 20))
    if (await someBelow(join(path, 'skills', owner), '_meta.json')) return 'clawhub'
  return 'folder'
}

/** Whether one of the first folders in a folder holds such a file. */
async function someBelow(folder: string, name: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => [])
  for (const one of names.slice(0, 20)) if (await isFile(join(folder, one, name))) return true
  return false
}

async function fileKind(path: string): Promise<CollectKind> {
  const extension = extname(path).toLowerCase()
  if (extension === '.json') return jsonKind(await readWhole(path))
  if (['.yaml', '.yml'].includes(extension) && /^registry:/m.test(await readHead(path))) return 'docker-catalog' // prettier-ignore
  return (await configServers(path)).length > 0 ? 'server-list' : 'folder'
}

function jsonKind(text: string): CollectKind {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return 'folder'
  }
  const { objects, servers } = membersOf(data)
  if (Array.isArray(objects)) return 'npm-search'
  const [first] = listOf(servers)
  if (['server', 'packages', 'remotes'].some((name) => name in membersOf(first))) return 'mcp-registry'
  if (Array.isArray(servers)) return 'server-list'
  if (!Array.isArray(data)) return 'folder'
  // `npm search --json` says when each was published.
  return 'date' in membersOf(listOf(data)[0]) ? 'npm-search' : 'server-list'
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead).toString()
  } finally {
    await file.close()
  }
}

async function readWhole(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size > wholeBytes)
    throw new ClawbackError('INPUT_UNSUPPORTED', { locator: path, detail: 'it is too large to be recognised; name its kind with --kind' }) // prettier-ignore
  const file = await open(path, 'r')
  return await file.readFile('utf8').finally(() => file.close())
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
