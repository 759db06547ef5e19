import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { findArtifacts } from '@clawback/analyzers'
import { ClawbackError } from '@clawback/model'
import { quarantineSources } from '../collect/corpus.js'
import { isQuarantine } from '../collect/quarantine.js'
import { readManifest } from './manifest.js'
import { isRemote } from './source.js'
import type { Source } from './source.js'

/** How a manifest of samples is recognised; everything else that is a file is a sample itself. */
const manifests = /\.(ndjson|jsonl)$/i

/**
 * The sources of a corpus: every folder below a folder that is an artifact, every line of a manifest, every copy of a
 * quarantine (lab/collect), and files and package names as they are. Paths of a manifest start at `root`, by default at its own folder. Throws INPUT_NOT_FOUND,
 * INPUT_MALFORMED, and USAGE when two sources would have one name.
 */
export async function findSources(corpus: readonly string[], root?: string): Promise<readonly Source[]> {
  const found = (await Promise.all(corpus.map((path) => open(path, root)))).flat()
  const seen = new Map<string, string>()
  for (const { id, locator } of found) {
    const before = seen.get(id)
    if (before !== undefined && before !== locator)
      throw new ClawbackError('USAGE', { detail: `${before} and ${locator} are both called ${id}` })
    seen.set(id, locator)
  }
  return [...new Map(found.map((source) => [source.id, source])).values()]
}

async function open(path: string, root: string | undefined): Promise<readonly Source[]> {
  if (isRemote(path)) return [{ id: path, collection: path, locator: path }]
  const info = await stat(path).catch(() => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path })
  })
  if (info.isFile() && manifests.test(path)) return await readManifest(path, root)
  if (info.isDirectory() && (await isQuarantine(path))) return await quarantineSources(path)
  const at = resolve(path)
  const collection = basename(at)
  if (!info.isDirectory()) return [{ id: collection, collection, locator: at }]
  const units = await findArtifacts(at)
  if (units.length === 0)
    throw new ClawbackError('INPUT_UNSUPPORTED', {
      locator: path,
      detail: 'no folder below it holds a SKILL.md, a plugin or an MCP server',
    })
  return units.map(({ folder }) => ({
    id: folder === '' ? collection : `${collection}/${folder}`,
    collection,
    locator: folder === '' ? at : join(at, folder),
  }))
}
