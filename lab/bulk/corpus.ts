import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { findArtifacts, pathOf } from '@clawback/analyzers'
import type { PassedOver } from '@clawback/analyzers'
import { ClawbackError } from '@clawback/model'
import { quarantineSources } from '../collect/corpus.js'
import { isQuarantine } from '../collect/quarantine.js'
import { readManifest } from './manifest.js'
import { tellPassed } from './tell-passed.js'
import { isRemote } from './source.js'
import type { Source } from './source.js'

/** How a manifest of samples is recognised; everything else that is a file is a sample itself. */
const manifests = /\.(ndjson|jsonl)$/i

/** Tells what of a folder is no part of an artifact, and so is not looked at. */
export type OnPassed = (folder: string, passed: readonly PassedOver[]) => void

/**
 * The sources of a corpus: every folder or file below a folder that is an artifact, every line of a manifest, every copy of a
 * quarantine (lab/collect), and files and package names as they are. Paths of a manifest start at `root`, by default at its own folder. Throws INPUT_NOT_FOUND,
 * INPUT_MALFORMED, and USAGE when two sources would have one name.
 */
export async function findSources(
  corpus: readonly string[],
  root?: string,
  onPassed?: OnPassed,
): Promise<readonly Source[]> {
  const found = (await Promise.all(corpus.map((path) => open(path, root, onPassed)))).flat()
  const seen = new Map<string, string>()
  for (const { id, locator } of found) {
    const before = seen.get(id)
    if (before !== undefined && before !== locator)
      throw new ClawbackError('USAGE', { detail: `${before} and ${locator} are both called ${id}` })
    seen.set(id, locator)
  }
  return [...new Map(found.map((source) => [source.id, source])).values()]
}

async function open(path: string, root: string | undefined, onPassed?: OnPassed): Promise<readonly Source[]> {
  if (isRemote(path)) return [{ id: path, collection: path, locator: path }]
  const info = await stat(path).catch(() => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path })
  })
  if (info.isFile() && manifests.test(path)) return await readManifest(path, root)
  if (info.isDirectory() && (await isQuarantine(path))) return await quarantineSources(path)
  const at = resolve(path)
  const collection = basename(at)
  if (!info.isDirectory()) return [{ id: collection, collection, locator: at }]
  let passed: readonly PassedOver[] = []
  const units = await findArtifacts(at, (found) => (passed = found))
  if (units.length === 0)
    throw new ClawbackError('INPUT_UNSUPPORTED', {
      locator: path,
      detail: `nothing below it is a skill, a plugin or an MCP server${tell(passed)}`,
    })
  if (passed.length > 0) onPassed?.(path, passed)
  return units.map((unit) => {
    const inside = pathOf(unit)
    return {
      id: inside === '' ? collection : `${collection}/${inside}`,
      collection,
      locator: join(at, inside),
    }
  })
}

function tell(passed: readonly PassedOver[]): string {
  return passed.length === 0 ? '' : ` (${passed.map(tellPassed).join('; ')})`
}
