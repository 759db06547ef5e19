import { resolve } from 'node:path'
import type { Source } from '../bulk/source.js'
import { sampleLocator } from './locator.js'
import { readQuarantine } from './quarantine.js'
import type { Provenance, Sample } from './sample.js'

/**
 * The copies of a quarantine as sources of a bulk run, so that each keeps its own label and provenance; equal content is
 * looked at once. Throws INPUT_MALFORMED.
 */
export async function quarantineSources(folder: string): Promise<readonly Source[]> {
  const at = resolve(folder)
  const { samples } = await readQuarantine(at)
  const sources = new Map<string, Source>()
  const copies = [...samples.values()].flatMap((sample) => sample.copies.map((copy) => ({ sample, copy })))
  // Oldest first, so that what is collected later renames nothing.
  copies.sort((a, b) =>
    a.copy.collected < b.copy.collected ? -1 : a.copy.collected > b.copy.collected ? 1 : 0,
  )
  for (const { sample, copy } of copies) {
    const source = sourceOf(at, sample, copy)
    const other = sources.get(source.id)
    // Folders of one name, or a place that changed between two collections: both stay, told apart by content.
    const apart = other !== undefined && other.locator !== source.locator
    const id = apart ? `${source.id}~${sample.id.slice(7, 15)}` : source.id
    sources.set(id, { ...source, id })
  }
  return [...sources.values()]
}

function sourceOf(folder: string, sample: Sample, copy: Provenance): Source {
  const { collection, commit, path, version, label, labelledBy } = copy
  const place = [path ?? sample.name, version === undefined ? '' : `@${version}`].join('')
  return {
    id: `${collection}${commit === undefined ? '' : `@${commit.slice(0, 12)}`}/${place}`,
    collection,
    locator: sampleLocator(folder, sample.id),
    ...(label === undefined ? {} : { label }),
    ...(labelledBy === undefined ? {} : { labelled: labelledBy }),
    provenance: JSON.stringify(copy),
  }
}
