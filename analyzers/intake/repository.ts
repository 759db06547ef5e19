import { ClawbackError } from '@clawback/model'
import type { OpenArtifact } from '@clawback/model'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Source } from './entry.js'
import { folderOf } from './folders.js'
import { takeIn } from './intake.js'
import { defaultLimits } from './limits.js'
import type { IntakeLimits } from './limits.js'
import { findPlace } from './locator.js'
import type { Intake, IntakeOptions } from './options.js'
import { fetchHistory, fetchRepository } from './sources/git.js'
import { readCommit } from './sources/git-objects.js'
import { git } from './sources/git-process.js'
import { commitTime } from './sources/history.js'
import { formerPlaces, placesAt, touchesOf } from './places.js'

/** One folder or file of a repository (`''` is all of it) as one commit has it. `time` is the commit's, RFC 3339. */
export interface Version {
  readonly folder: string
  readonly commit: string
  readonly time: string
}

/** A repository opened for reading its objects: no checkout, no hooks, nothing of it runs. */
export interface Repository {
  /** The commit that was asked for, and its time. */
  readonly commit: string
  readonly time: string
  /** The folders that are one skill, plugin or server each, and files that are a server alone, outermost only. */
  places(): Promise<readonly string[]>
  /**
   * Distinct contents of those folders, and of folders that were a skill once, by the commits that touched them: each
   * content once, with the first of its commits, among the newest `most` of a folder. `more` are folders with more.
   */
  history(most: number): Promise<{ readonly versions: readonly Version[]; readonly more: readonly string[] }>
  /** Opens one version as intake opens a folder. Throws INPUT_TOO_LARGE, INPUT_NOT_FOUND. */
  take(version: Version): Promise<Intake>
  close(): Promise<void>
}

export interface RepositoryOptions extends IntakeOptions {
  /** Commit, branch or tag; that of the locator, else HEAD. */
  readonly at?: string
  /** Fetch the commits before it too. */
  readonly history?: boolean
}

/**
 * Opens a git repository: one on this machine where it lies, without writing to it; one elsewhere is fetched. Throws
 * INPUT_NOT_FOUND, INPUT_UNSUPPORTED, INTAKE_FETCH, INPUT_TOO_LARGE.
 */
export async function openRepository(locator: string, options: RepositoryOptions): Promise<Repository> {
  const place = await findPlace(locator)
  const url = place.type === 'git' ? place.url : place.type === 'folder' ? place.path : undefined
  if (url === undefined)
    throw new ClawbackError('INPUT_UNSUPPORTED', { locator, detail: 'it is no git repository' })
  const ref = options.at ?? (place.type === 'git' ? place.ref : undefined)
  const limits = { ...defaultLimits, ...options.limits }
  const home = await mkdtemp(join(options.workdir, 'repository-'))
  const close = (): Promise<void> => rm(home, { recursive: true, force: true, maxRetries: 3 })
  try {
    const here = await gitFolder(url)
    if (here === undefined && place.type === 'folder')
      throw new ClawbackError('INPUT_UNSUPPORTED', { locator, detail: 'it is no git repository' })
    const opened =
      here === undefined
        ? await fetched(url, ref, home, limits, options.history === true)
        : { folder: here, commit: await commitOf(here, ref ?? 'HEAD', locator, limits) }
    return { ...(await verbsOf(opened, { locator, url, limits, options })), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function fetched(
  url: string,
  ref: string | undefined,
  home: string,
  limits: IntakeLimits,
  history: boolean,
): Promise<{ folder: string; commit: string }> {
  const folder = join(home, 'git')
  await mkdir(folder)
  return await (history ? fetchHistory : fetchRepository)(url, ref, folder, limits)
}

interface About {
  readonly locator: string
  readonly url: string
  readonly limits: IntakeLimits
  readonly options: RepositoryOptions
}

async function verbsOf(
  { folder, commit }: { readonly folder: string; readonly commit: string },
  { locator, url, limits, options }: About,
): Promise<Omit<Repository, 'close'>> {
  const ask = async (...args: readonly string[]): Promise<string> =>
    (await git(folder, args, locator, { ...limits, packedBytes: Infinity })).trim()
  const seconds = Number(await ask('show', '--no-patch', '--no-show-signature', '--format=%ct', commit))
  const time = commitTime(seconds)
  const treeOf = (version: Pick<Version, 'commit' | 'folder'>): Promise<string> =>
    ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${version.commit}:${version.folder}`)
  const places = (): Promise<readonly string[]> => placesAt(folder, commit, options.workdir)
  return {
    commit,
    time,
    places,
    async history(most) {
      const now = await places()
      const all = [...now, ...(await formerPlaces(folder, commit, now))]
      const { touches, more } = await touchesOf(folder, commit, all, most)
      const versions: Version[] = []
      for (const [place, list] of touches) {
        const first = new Map<string, Version>()
        // Oldest first, so that the commit that brought a content is the one that is kept.
        for (const touch of [...list].reverse()) {
          const tree = await treeOf({ ...touch, folder: place }).catch(() => undefined)
          if (tree !== undefined && !first.has(tree)) first.set(tree, { folder: place, ...touch })
        }
        versions.push(...first.values())
      }
      return { versions, more }
    },
    async take(version) {
      const tree = await treeOf(version).catch((error: unknown) => {
        throw new ClawbackError('INPUT_NOT_FOUND', { locator: `${locator}#${version.commit}:${version.folder}` }, error) // prettier-ignore
      })
      const origin = { type: 'git' as const, locator, pin: version.commit }
      const name = basename(version.folder === '' ? url.replace(/(\/\.git|\.git)$/, '') : version.folder)
      const isFile = (await ask('cat-file', '-t', tree)) === 'blob'
      const source = isFile
        ? oneOf(readCommit({ folder, commit: await treeOf(above(version)) }), name)
        : readCommit({ folder, commit: tree })
      const taken = await takeIn(source, { origin, name }, options)
      return { ...taken, artifacts: taken.artifacts.map((open) => within(open, version.folder)) }
    },
  }
}

/** The folder that a file lies in. */
function above({ commit, folder }: Version): Pick<Version, 'commit' | 'folder'> {
  return { commit, folder: folderOf(folder) }
}

async function* oneOf(source: Source, name: string): Source {
  for await (const entry of source)
    if (entry.type === 'file' && Buffer.from(entry.path).toString() === name) yield entry
}

/** The same, with its path counted from the root of the repository. */
function within(open: OpenArtifact, folder: string): OpenArtifact {
  const { origin } = open.artifact
  const inside = [folder, origin.inside ?? ''].filter((part) => part !== '').join('/')
  return inside === '' ? open : { ...open, artifact: { ...open.artifact, origin: { ...origin, inside } } }
}

async function commitOf(folder: string, ref: string, locator: string, limits: IntakeLimits): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
  const said = await git(folder, args, locator, { ...limits, packedBytes: Infinity }).catch(
    (error: unknown) => {
      throw error instanceof ClawbackError && error.code === 'INTAKE_FETCH'
        ? new ClawbackError('INPUT_NOT_FOUND', { locator: `${locator}#${ref}` }, error)
        : error
    },
  )
  return said.trim()
}

/** Where a repository of this machine keeps its objects; undefined when it is elsewhere, or none. */
async function gitFolder(url: string): Promise<string | undefined> {
  for (const folder of [join(url, '.git'), url])
    if ((await stat(join(folder, 'HEAD')).catch(() => undefined))?.isFile() === true) return folder
  return undefined
}
