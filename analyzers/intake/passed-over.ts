import { foldersAbove } from './folders.js'
import { isSource, isTest } from './server-files.js'
import { pathOf } from './unit.js'
import type { Unit } from './unit.js'

/** Why a file of a corpus is no part of an artifact. `too-deep` is a folder that nobody looked into. */
export type PassedWhy = 'source-without-server' | 'test' | 'other-file' | 'too-deep'

/** Files that are no part of an artifact, for one reason. */
export interface PassedOver {
  readonly why: PassedWhy
  readonly files: number
  /** The first of them by name. */
  readonly first: readonly string[]
}

const shown = 5

/** What lies in none of the units, and why. */
export function passedOver(
  files: readonly string[],
  deep: readonly string[],
  units: readonly Unit[],
): readonly PassedOver[] {
  const held = new Set(units.map(pathOf))
  const isHeld = (path: string): boolean => [path, ...foldersAbove(path)].some((part) => held.has(part))
  const found = new Map<PassedWhy, string[]>()
  const pass = (why: PassedWhy, path: string): void => {
    const paths = found.get(why)
    if (paths === undefined) found.set(why, [path])
    else paths.push(path)
  }
  for (const path of files) if (!isHeld(path)) pass(whyOf(path), path)
  for (const path of deep) if (!isHeld(path)) pass('too-deep', path)
  return [...found]
    .map(([why, paths]) => ({ why, files: paths.length, first: paths.sort().slice(0, shown) }))
    .sort((a, b) => b.files - a.files || (a.why < b.why ? -1 : 1))
}

function whyOf(path: string): PassedWhy {
  if (!isSource(path)) return 'other-file'
  return isTest(path) ? 'test' : 'source-without-server'
}
