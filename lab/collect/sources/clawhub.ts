import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CollectSource, CollectTerms, Found } from '../found.js'
import { collectArchive, collectFolder } from './locals.js'
import { membersOf, textOf } from './members.js'
import { collectRepository } from './repository.js'

/** Bytes of what the registry says of a skill. */
const metaBytes = 1024 * 1024

/**
 * An archive of ClawHub (`skills/OWNER/SLUG`, as a folder, a repository or packed): its skills, with the version and the
 * time that the registry's `_meta.json` names. That file stays part of the content.
 */
export async function* collectClawhub(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  for await (const found of await below(source, terms))
    if (found.type === 'problem') yield found
    else {
      const version = await versionOf(found.open.root)
      yield { ...found, place: { ...found.place, ...(version === undefined ? {} : { version }) } }
    }
}

async function below(source: CollectSource, terms: CollectTerms): Promise<AsyncGenerator<Found>> {
  const info = await stat(source.locator).catch(() => undefined)
  if (info?.isFile() === true) return collectArchive(source, terms)
  const bare = await stat(join(source.locator, 'HEAD')).catch(() => undefined)
  if (info === undefined || bare?.isFile() === true || terms.history || terms.at !== undefined)
    return collectRepository(source, terms)
  return collectFolder(source, terms)
}

async function versionOf(root: string): Promise<string | undefined> {
  const path = join(root, '_meta.json')
  const info = await stat(path).catch(() => undefined)
  if (info === undefined || info.size > metaBytes) return undefined
  try {
    const latest = membersOf(membersOf(JSON.parse(await readFile(path, 'utf8')))['latest'])
    return textOf(latest['version'])?.slice(0, 128)
  } catch {
    return undefined
  }
}
