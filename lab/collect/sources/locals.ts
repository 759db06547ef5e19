import { findArtifacts, intake, pathOf } from '@clawback/analyzers'
import { basename, join, resolve } from 'node:path'
import { intakeOptions, problemAt } from '../found.js'
import type { CollectSource, CollectTerms, Found, Place } from '../found.js'

/** Every skill, plugin and server below a folder, servers of one file too; the folder itself when it holds none. */
export async function* collectFolder(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  const { kind, locator } = source
  const collection = basename(resolve(locator))
  const units = await findArtifacts(resolve(locator), (passed) => terms.onPassed?.(locator, passed)).catch((error: unknown) => problemAt({ kind, locator, collection }, error)) // prettier-ignore
  if ('type' in units) {
    yield units
    return
  }
  const folders = units.length === 0 ? [''] : units.map(pathOf)
  for (const folder of folders) {
    terms.onStep?.(`${collection}/${folder}`)
    const place = { kind, locator, collection, ...(folder === '' ? {} : { path: folder }) }
    yield* taken(join(resolve(locator), folder), place, terms)
  }
}

/** Everything an archive holds: its skills, plugins and servers, and what is left over. */
export async function* collectArchive(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  const { kind, locator } = source
  terms.onStep?.(locator)
  yield* taken(resolve(locator), { kind, locator, collection: basename(locator) }, terms)
}

/** A package, by `npm:name@version` or `name@range`, from the registry of the person's npm configuration. */
export async function* collectPackage(
  { kind, locator }: CollectSource,
  terms: CollectTerms,
  from: Partial<Place> = {},
): AsyncGenerator<Found> {
  terms.onStep?.(locator)
  yield* taken(locator, { kind, locator, collection: 'npm', ...from }, terms)
}

async function* taken(locator: string, place: Place, terms: CollectTerms): AsyncGenerator<Found> {
  const opened = await intake(locator, intakeOptions(terms)).catch((error: unknown) => problemAt(place, error)) // prettier-ignore
  if ('type' in opened) {
    yield opened
    return
  }
  try {
    for (const open of opened.artifacts) yield { type: 'artifact', open, place: { ...place, ...about(open, place) } } // prettier-ignore
  } finally {
    await opened.close()
  }
}

function about({ artifact }: Extract<Found, { type: 'artifact' }>['open'], place: Place): Partial<Place> {
  const { origin, version } = artifact
  const path = [place.path ?? '', origin.inside ?? ''].filter((part) => part !== '').join('/')
  const named = origin.type === 'npm' && path === '' ? artifact.name : path
  return {
    ...(named === '' ? {} : { path: named }),
    ...(version === undefined ? {} : { version }),
    ...(origin.pin === undefined ? {} : { pin: origin.pin }),
  }
}
