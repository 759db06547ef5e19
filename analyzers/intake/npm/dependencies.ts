import type { Gap } from '@clawback/model'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { IntakeLimits } from '../limits.js'
import { objectOf, readJsonObject, textMembers } from '../json.js'
import type { NpmOptions } from './config.js'
import { fetchError, within } from './package.js'

/** What became of the dependencies of a package. */
export interface FetchedDependencies {
  /** Folder that holds `node_modules`; absent when there is nothing to install or nothing could be. */
  readonly folder?: string
  readonly gaps: readonly Gap[]
}

/** A version, range, tag or alias of a registry; everything else (git, file, address) is not fetched. */
const registryRange = /^(npm:(@[\w.~-]+\/)?[\w.~-]+@)?[^/:\\]*$/

/**
 * Installs the dependencies that the package at `root` declares into `folder`, without running any script. What could
 * not be fetched is a gap: code of the artifact may then fail to start.
 */
export async function fetchDependencies(
  root: string,
  folder: string,
  options: NpmOptions,
  limits: IntakeLimits,
): Promise<FetchedDependencies> {
  const declared = await declaredDependencies(root)
  const wanted = declared.filter(([, range]) => registryRange.test(range))
  const gaps = declared.filter(([, range]) => !registryRange.test(range)).map(([name]) => notFetched(name))
  if (wanted.length === 0) return { gaps }
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'dependencies', private: true, dependencies: Object.fromEntries(wanted) }),
  )
  try {
    const detail = await install(folder, options, limits)
    return detail === undefined
      ? { folder, gaps }
      : { gaps: [...gaps, { reason: 'dependencies', detail, material: true }] }
  } catch (error) {
    const { message } = fetchError('the dependencies', error)
    return { gaps: [...gaps, { reason: 'dependencies', detail: message, material: true }] }
  }
}

async function install(
  folder: string,
  options: NpmOptions,
  limits: IntakeLimits,
): Promise<string | undefined> {
  const { default: Arborist } = await import('@npmcli/arborist')
  const arborist = new Arborist({ ...options, path: folder })
  const tree = await within(arborist.buildIdealTree(), limits.fetchMs)
  if (tree.inventory.size > limits.dependencies)
    return `${tree.inventory.size} packages are more than the limit of ${limits.dependencies}`
  await within(arborist.reify({ omit: ['dev'], save: false }), limits.fetchMs)
  return undefined
}

async function declaredDependencies(root: string): Promise<[string, string][]> {
  const manifest = await readJsonObject(root, 'package.json')
  const bundled = new Set(
    ['bundleDependencies', 'bundledDependencies'].flatMap((name) => names(manifest?.[name])),
  )
  const optionalPeers = Object.entries(objectOf(manifest?.['peerDependenciesMeta']) ?? {})
    .filter(([, meta]) => objectOf(meta)?.['optional'] === true)
    .map(([name]) => name)
  const peers = textMembers(manifest?.['peerDependencies']).filter(([name]) => !optionalPeers.includes(name))
  return [
    ...peers,
    ...textMembers(manifest?.['optionalDependencies']),
    ...textMembers(manifest?.['dependencies']),
  ].filter(([name]) => !bundled.has(name))
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

function notFetched(name: string): Gap {
  return {
    reason: 'dependency-not-fetched',
    path: 'package.json',
    detail: `${name} does not come from a registry`,
    material: true,
  }
}
