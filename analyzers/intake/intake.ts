import { ClawbackError } from '@clawback/model'
import type { OpenArtifact, Origin } from '@clawback/model'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openConfigured } from './configured.js'
import { findPlace } from './locator.js'
import type { Place } from './locator.js'
import { defaultLimits } from './limits.js'
import type { IntakeLimits } from './limits.js'
import { fetchDependencies } from './npm/dependencies.js'
import { loadNpmOptions } from './npm/config.js'
import type { NpmOptions } from './npm/config.js'
import { fetchPackage } from './npm/package.js'
import type { Intake, IntakeOptions, IntakeProgress } from './options.js'
import type { FileEntry, Source } from './entry.js'
import { readArchive } from './sources/archive.js'
import { readFolder, readPlainFile } from './sources/folder.js'
import { fetchRepository } from './sources/git.js'
import { readCommit } from './sources/git-objects.js'
import { splitTree } from './split.js'
import { withToolList } from './tool-list.js'
import { createTree } from './tree.js'
import type { Tree } from './tree.js'
import { unpackNested } from './unpack.js'

/**
 * Opens what a locator names: a folder, file or archive, `npm:name@range` or a package name, a git address or bare
 * repository (`#ref` picks a branch, tag or commit), or an MCP client configuration. Nothing of it is ever executed;
 * links are recorded and not followed; every limit passed is a gap. Throws INPUT_NOT_FOUND, INPUT_UNSUPPORTED,
 * INPUT_TOO_LARGE and INTAKE_FETCH.
 */
export async function intake(locator: string, options: IntakeOptions): Promise<Intake> {
  const home = mkdtempSync(join(options.workdir, 'intake-'))
  const close = closing(home)
  try {
    const job: Job = {
      locator,
      home,
      limits: { ...defaultLimits, ...options.limits },
      options,
      progress: (phase, detail) => options.onProgress?.({ phase, locator, detail }),
    }
    const opened = await openPlace(await findPlace(locator), job)
    return { ...opened, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Opens entries that somebody else lists (a folder of a commit, a stored sample) as {@link intake} opens a folder, under
 * the same limits. Throws INPUT_TOO_LARGE, INPUT_UNSUPPORTED.
 */
export async function takeIn(
  source: Source,
  { origin, name }: { readonly origin: Origin; readonly name: string },
  options: IntakeOptions,
): Promise<Intake> {
  const home = mkdtempSync(join(options.workdir, 'intake-'))
  const close = closing(home)
  try {
    const limits = { ...defaultLimits, ...options.limits }
    const job: Job = { locator: origin.locator, home, limits, options, progress: () => undefined }
    return { ...(await openTree(source, job, origin, name)), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Takes a home away while the caller waits: file by file through the thread pool takes several times as long. */
function closing(home: string): () => Promise<void> {
  return async () => {
    await Promise.resolve()
    rmSync(home, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** One intake under way. */
interface Job {
  readonly locator: string
  /** Private folder, gone when the intake is closed. */
  readonly home: string
  readonly limits: IntakeLimits
  readonly options: IntakeOptions
  progress(phase: IntakeProgress['phase'], detail: string): void
}

type Opened = Omit<Intake, 'close'>

async function openPlace(place: Place, job: Job): Promise<Opened> {
  switch (place.type) {
    case 'folder':
      return openTree(
        readFolder(place.path, job.limits.depth),
        job,
        originOf('folder', job),
        basename(place.path),
      )
    case 'file':
      return openTree(oneFile(place.path), job, originOf('folder', job), basename(place.path))
    case 'archive':
      return openArchive(place, job)
    case 'npm':
      return openPackage(place.spec, job)
    case 'git':
      return openRepository(place, job)
    case 'mcp-config':
      return openConfig(place, job)
  }
}

function originOf(type: Origin['type'], job: Job, pin?: string): Origin {
  return { type, locator: job.locator, ...(pin === undefined ? {} : { pin }) }
}

async function openTree(source: Source, job: Job, origin: Origin, name: string): Promise<Opened> {
  const root = join(job.home, 'tree')
  mkdirSync(root)
  job.progress('unpack', name)
  const builder = createTree(root, job.limits)
  await builder.take(source)
  await unpackNested(builder, root, job.limits)
  const tree = builder.finish()
  refuseEmpty(tree, job)
  const artifacts = await splitTree(tree, origin, name, join(job.home, 'artifacts'))
  return { artifacts: await addDependencies(artifacts, job), gaps: tree.gaps }
}

/** Nothing taken, and that because of us: then there is nothing to say about the input. */
function refuseEmpty(tree: Tree, job: Job): void {
  if (tree.files.length + tree.links.length > 0) return
  const limit = tree.gaps.find((gap) => ['limit', 'too-large', 'archive-ratio', 'depth'].includes(gap.reason))
  if (limit !== undefined)
    throw new ClawbackError('INPUT_TOO_LARGE', { locator: job.locator, detail: limit.detail })
  const broken = tree.gaps.find(
    (gap) => gap.reason === 'archive-broken' || gap.reason === 'archive-unsupported',
  )
  if (broken !== undefined)
    throw new ClawbackError('INPUT_UNSUPPORTED', { locator: job.locator, detail: broken.detail })
}

async function* oneFile(path: string): Source {
  const file: FileEntry = {
    type: 'file',
    path: basename(path),
    executable: false,
    content: () => readPlainFile(path),
  }
  yield await Promise.resolve(file)
}

async function openArchive(place: Extract<Place, { type: 'archive' }>, job: Job): Promise<Opened> {
  if (place.size > job.limits.packedBytes)
    throw new ClawbackError('INPUT_TOO_LARGE', {
      locator: job.locator,
      detail: `packedBytes, ${job.limits.packedBytes} bytes`,
    })
  const name = basename(place.path).replace(/\.(tar\.gz|tgz|tar|zip|skill|mcpb|dxt|gz)$/i, '')
  return openTree(readArchive(place.path, place.packing, job.limits), job, originOf('archive', job), name)
}

async function openRepository(place: Extract<Place, { type: 'git' }>, job: Job): Promise<Opened> {
  const folder = join(job.home, 'repository')
  await mkdir(folder)
  job.progress('fetch', place.url)
  const repository = await fetchRepository(place.url, place.ref, folder, job.limits)
  const name = basename(place.url).replace(/\.git$/, '')
  const opened = await openTree(readCommit(repository), job, originOf('git', job, repository.commit), name)
  await rm(folder, { recursive: true, force: true })
  return opened
}

async function openPackage(spec: string, job: Job): Promise<Opened> {
  const npm = await loadNpmOptions(job.home, job.options.cache)
  const tarball = join(job.home, 'package.tgz')
  job.progress('fetch', spec)
  const fetched = await fetchPackage(spec, tarball, npm, job.limits)
  const source = withoutTop(readArchive(tarball, 'gzip', job.limits))
  const opened = await openTree(source, job, originOf('npm', job, fetched.integrity), fetched.name)
  await rm(tarball)
  return opened
}

/** npm puts a package into one folder of any name and takes it off again. */
async function* withoutTop(source: Source): Source {
  const cut = (path: string | Uint8Array): string =>
    Buffer.from(path)
      .toString()
      .replace(/^\/*[^/]*\//, '')
  for await (const entry of source)
    if (entry.type !== 'gap') yield { ...entry, path: cut(entry.path) }
    else if (entry.gap.path === undefined) yield entry
    else yield { type: 'gap', gap: { ...entry.gap, path: cut(entry.gap.path) } }
}

/** Installs what each package of its own declares and does not bring along. */
async function addDependencies(opened: readonly OpenArtifact[], job: Job): Promise<readonly OpenArtifact[]> {
  const has = ({ artifact }: OpenArtifact, test: (path: string) => boolean): boolean =>
    artifact.files.some((file) => test(file.path))
  const lacking = opened.filter(
    (open) =>
      has(open, (path) => path === 'package.json') && !has(open, (path) => path.startsWith('node_modules/')),
  )
  if (job.options.fetchDependencies !== true || lacking.length === 0) return opened
  const npm = await loadNpmOptions(job.home, job.options.cache)
  const complete: OpenArtifact[] = []
  for (const open of opened)
    complete.push(lacking.includes(open) ? await withDependencies(open, job, npm) : open)
  return complete
}

async function withDependencies(open: OpenArtifact, job: Job, npm: NpmOptions): Promise<OpenArtifact> {
  job.progress('dependencies', open.artifact.name)
  const folder = join(job.home, 'dependencies', basename(open.root))
  const { folder: dependencies, gaps } = await fetchDependencies(open.root, folder, npm, job.limits)
  const artifact = { ...open.artifact, gaps: [...open.artifact.gaps, ...gaps] }
  return { ...open, artifact, ...(dependencies === undefined ? {} : { dependencies }) }
}

async function openConfig(place: Extract<Place, { type: 'mcp-config' }>, job: Job): Promise<Opened> {
  const artifacts: OpenArtifact[] = []
  for (const [index, entry] of place.servers.slice(0, maxServers).entries()) {
    const home = join(job.home, `server-${index}`)
    await mkdir(home)
    const follow = async (locator: string): Promise<readonly OpenArtifact[]> =>
      (await openPlace(await findPlace(locator), { ...job, locator, home })).artifacts
    const resolved = job.options.resolveLaunches
    const open = await openConfigured(
      entry,
      place.path,
      originOf('mcp-config', job),
      join(home, 'entry'),
      resolved === true || resolved === 'local' ? { open: follow, fetch: resolved === true } : undefined,
    )
    artifacts.push(await withToolList(open, entry.name, place.path))
  }
  const left = place.servers.length - artifacts.length
  const gaps =
    left > 0 ? [{ reason: 'limit', detail: `${left} more servers were not taken`, material: true }] : []
  const off = place.servers.filter(({ disabled }) => disabled).map(({ name }) => name)
  return { artifacts, gaps, client: { path: place.path, off } }
}

/** Servers of one configuration; nobody lists more. */
const maxServers = 256
