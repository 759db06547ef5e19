import { openRepository } from '@clawback/analyzers'
import type { Repository } from '@clawback/analyzers'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { readDataset } from '../dataset.js'
import type { DatasetEntry } from '../dataset.js'
import { intakeOptions, problemAt } from '../found.js'
import type { CollectSource, CollectTerms, Found, Place } from '../found.js'
import { repositoryName, takeVersion } from './repository.js'

/** The samples that a manifest of `datasets/` names, each only when its content is what the manifest says. */
export async function* collectManifest(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  const { kind, locator } = source
  for (const entries of grouped(await readDataset(locator))) {
    const [{ repo, commit }] = entries
    const place: Place = { kind, locator: repo, collection: repositoryName(repo), repo: repositoryName(repo) }
    terms.onStep?.(`${place.collection} ${commit.slice(0, 12)}`)
    const repository = await openAt(repo, commit, terms).catch((error: unknown) => problemAt({ ...place, commit }, error)) // prettier-ignore
    if ('type' in repository) {
      for (const entry of entries) yield { ...repository, place: placed(place, entry) }
      continue
    }
    try {
      for (const entry of entries) yield* takeEntry(repository, entry, placed(place, entry))
    } finally {
      await repository.close()
    }
  }
}

async function* takeEntry(repository: Repository, entry: DatasetEntry, place: Place): AsyncGenerator<Found> {
  const { path, sha256, commit } = entry
  const version = { folder: path, commit, time: repository.time }
  let found = false
  for await (const one of takeVersion(repository, version, place)) {
    found = true
    if (one.type === 'problem' || one.open.artifact.id === `sha256:${sha256}`) yield one
    else {
      const reason = `its content is ${one.open.artifact.id}, the manifest says sha256:${sha256}`
      yield { type: 'problem', place, code: 'INPUT_MALFORMED', reason }
    }
  }
  if (!found) yield { type: 'problem', place, code: 'INPUT_UNSUPPORTED', reason: 'it is no skill or server' }
}

function placed(place: Place, { commit, path, label, licence, labelledBy }: DatasetEntry): Place {
  return {
    ...{ ...place, commit, path },
    ...(label === undefined ? {} : { label }),
    ...(labelledBy === undefined ? {} : { labelledBy }),
    ...(licence === undefined ? {} : { licence }),
  }
}

async function openAt(repo: string, commit: string, terms: CollectTerms): Promise<Repository> {
  const options = { ...intakeOptions(terms), at: commit }
  const { mirror } = terms
  if (mirror === undefined) return await openRepository(repo, options)
  const name = repositoryName(repo).replace('/', '+')
  for (const below of ['repo/.git', 'repo', '.git', '']) {
    const folder = join(mirror, name, below)
    if (await isFile(join(folder, 'HEAD'))) return await openRepository(folder, options)
  }
  throw new ClawbackError('INPUT_NOT_FOUND', { locator: `${name} in the mirror` })
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}

/** Entries of one commit together, so that it is opened once. */
function grouped(entries: readonly DatasetEntry[]): readonly [DatasetEntry, ...DatasetEntry[]][] {
  const groups = new Map<string, [DatasetEntry, ...DatasetEntry[]]>()
  for (const entry of entries) {
    const key = `${entry.repo} ${entry.commit}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  return [...groups.values()]
}
