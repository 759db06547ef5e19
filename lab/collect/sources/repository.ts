import { openRepository } from '@clawback/analyzers'
import type { Repository, Version } from '@clawback/analyzers'
import { intakeOptions, problemAt } from '../found.js'
import type { CollectSource, CollectTerms, Found, Place } from '../found.js'

/** Every skill, plugin and server of a repository at one commit, or all that they were before it too. */
export async function* collectRepository(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  const { kind, locator } = source
  const { at, history, most } = terms
  const place = { kind, locator, collection: repositoryName(locator), repo: repositoryName(locator) }
  const options = { ...intakeOptions(terms), history, ...(at === undefined ? {} : { at }) }
  terms.onStep?.(locator)
  const repository = await openRepository(locator, options).catch((error: unknown) => problemAt(place, error))
  if ('type' in repository) {
    yield repository
    return
  }
  try {
    const { versions, more } = history ? await repository.history(most) : await now(repository)
    for (const [index, version] of versions.entries()) {
      terms.onStep?.(`${index + 1} of ${versions.length}: ${version.folder} ${version.commit.slice(0, 12)}`)
      yield* takeVersion(repository, version, place)
    }
    for (const path of more)
      yield limited({ ...place, path }, `it has more than ${most} versions; only the newest were taken`)
  } finally {
    await repository.close()
  }
}

/** What one version of a folder holds. */
export async function* takeVersion(
  repository: Repository,
  { folder, commit, time }: Version,
  about: Place,
): AsyncGenerator<Found> {
  const place = { ...about, commit, committed: time, ...(folder === '' ? {} : { path: folder }) }
  const taken = await repository.take({ folder, commit, time }).catch((error: unknown) => problemAt(place, error)) // prettier-ignore
  if ('type' in taken) {
    yield taken
    return
  }
  try {
    for (const open of taken.artifacts) {
      const { origin, version, kind } = open.artifact
      // A folder that is a skill now was perhaps none then.
      if (kind === 'folder' && folder !== '') continue
      const path = origin.inside ?? folder
      const where = { ...(path === '' ? {} : { path }), ...(version === undefined ? {} : { version }) }
      yield { type: 'artifact', open, place: { ...place, ...where } }
    }
  } finally {
    await taken.close()
  }
}

async function now(
  repository: Repository,
): Promise<{ readonly versions: readonly Version[]; readonly more: readonly string[] }> {
  const { commit, time } = repository
  const places = await repository.places()
  const folders = places.length === 0 ? [''] : places
  return { versions: folders.map((folder) => ({ folder, commit, time })), more: [] }
}

function limited(place: Place, reason: string): Found {
  return { type: 'problem', place, code: 'LIMIT', reason }
}

/** `owner/name` of an address or of a snapshot named `owner+name`, whatever lies below it. */
export function repositoryName(locator: string): string {
  const parts = locator
    .replace(/#[^#]*$/, '')
    .replace(/^[a-z+]+:\/\/[^/]*\//i, '')
    .split(/[/:]/)
    .filter((part) => !['', '.', '..', 'repo', '.git'].includes(part))
    .map((part) => part.replace(/\.git$/, ''))
  const last = parts.at(-1) ?? locator
  if (last.includes('+')) return last.replace('+', '/')
  return /^[a-z+]+:\/\/|^[^/]+@[^/]+:/i.test(locator) ? parts.slice(-2).join('/') : last
}
