import { ClawbackError } from '@clawback/model'
import type { IntakeLimits } from '../limits.js'
import { git } from './git-process.js'

/** A repository fetched into a bare folder of our own, with the commit that was asked for. */
export interface FetchedRepository {
  readonly folder: string
  readonly commit: string
}

/**
 * Fetches one commit into the empty folder `folder`: no checkout, no hooks, no submodules, no helpers that an address
 * could name. The person's git configuration (credentials, proxy) applies. Throws INTAKE_FETCH, INPUT_TOO_LARGE.
 */
export async function fetchRepository(
  url: string,
  ref: string | undefined,
  folder: string,
  limits: IntakeLimits,
): Promise<FetchedRepository> {
  const locator = ref === undefined ? url : `${url}#${ref}`
  if (url.startsWith('-') || ref?.startsWith('-') === true)
    throw new ClawbackError('INTAKE_FETCH', { locator, detail: 'it starts with a dash' })
  await git(folder, ['init', '--quiet', '--bare', '--template=', folder], locator, limits)
  const fetch = (depth: readonly string[], what: string): Promise<string> =>
    git(folder, ['fetch', '--quiet', '--no-tags', ...depth, '--', url, what], locator, limits)
  try {
    await fetch(['--depth=1'], ref ?? 'HEAD')
  } catch (error) {
    // Not every server hands out a commit by its id: then take all branches and look for it there.
    if (ref === undefined || !/^[0-9a-f]{7,64}$/.test(ref)) throw error
    await fetch([], '+refs/heads/*:refs/heads/*')
    const commit = await git(folder, ['rev-parse', '--verify', `${ref}^{commit}`], locator, limits)
    return { folder, commit: commit.trim() }
  }
  const commit = await git(folder, ['rev-parse', '--verify', 'FETCH_HEAD^{commit}'], locator, limits)
  return { folder, commit: commit.trim() }
}

/** Like {@link fetchRepository}, with every commit before the one that was asked for. */
export async function fetchHistory(
  url: string,
  ref: string | undefined,
  folder: string,
  limits: IntakeLimits,
): Promise<FetchedRepository> {
  const locator = ref === undefined ? url : `${url}#${ref}`
  if (url.startsWith('-') || ref?.startsWith('-') === true)
    throw new ClawbackError('INTAKE_FETCH', { locator, detail: 'it starts with a dash' })
  await git(folder, ['init', '--quiet', '--bare', '--template=', folder], locator, limits)
  const isId = ref !== undefined && /^[0-9a-f]{7,64}$/.test(ref)
  const what = isId ? ['+refs/heads/*:refs/heads/*', 'HEAD'] : [ref ?? 'HEAD']
  await git(folder, ['fetch', '--quiet', '--no-tags', '--', url, ...what], locator, limits)
  const found = isId ? ref : 'FETCH_HEAD'
  const commit = await git(folder, ['rev-parse', '--verify', `${found}^{commit}`], locator, limits)
  return { folder, commit: commit.trim() }
}
