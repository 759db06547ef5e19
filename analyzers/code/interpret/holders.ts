import type { CallInput, Taint, Value } from '../nouns.js'
import { asText, taintOf } from '../values.js'
import type { LeftFiles } from './left-files.js'

/** Files that are only in memory. */
const memories: ReadonlySet<string> = new Set(['io.BytesIO', 'io.StringIO', 'tempfile.SpooledTemporaryFile'])
/** Archives, which write to what they are given, or keep all in memory. */
const archives: ReadonlySet<string> = new Set([
  ...['zipfile.ZipFile', 'tarfile.open', 'tarfile.TarFile', 'gzip.GzipFile', 'gzip.open'],
  ...['adm-zip', 'jszip', 'archiver'],
])
/** Methods that put something in. */
const adders: ReadonlySet<string> = new Set([
  ...['write', 'writestr', 'writelines', 'add', 'addfile'],
  ...['addLocalFile', 'addLocalFolder', 'addFile', 'file', 'append', 'directory'],
])

/** Holders remembered for one artifact. */
const most = 256

/** Where what is put into the thing a call makes ends up: a path, or a place in memory of its own. `here` names the call. */
export function holdsIn(name: string, { args, named }: CallInput, here: string): string | undefined {
  if (memories.has(name)) return `memory:${here}`
  if (!archives.has(name)) return undefined
  const given = named.get('fileobj') ?? args[0]
  return given?.into ?? (given === undefined ? undefined : asText(given)) ?? `memory:${here}`
}

/** Remembers what a method puts into its object. */
export function putInto(
  files: LeftFiles,
  method: string | undefined,
  { receiver }: CallInput,
  marks: readonly Taint[] | undefined,
): void {
  const place = receiver?.into
  if (place === undefined || marks === undefined || method === undefined || !adders.has(method)) return
  if (files.size >= most && !files.has(place)) return
  files.set(place, taintOf([{ taint: files.get(place) }, { taint: marks }]) ?? marks)
}

/** Marks of what was put into the object of a call, or into what it is given, as it is or in a list or an object. */
export function held(files: LeftFiles, { receiver, args, named }: CallInput): readonly Taint[] | undefined {
  if (files.size === 0) return undefined
  const given = [receiver, ...args, ...named.values()].flatMap((value) => [value, ...inside(value)])
  const places = given.flatMap((value) => (value?.into === undefined ? [] : [value.into]))
  return places.length === 0 ? undefined : taintOf(places.map((place) => ({ taint: files.get(place) })))
}

function inside(value: Value | undefined): readonly Value[] {
  return [...(value?.items ?? []), ...(value?.shape?.values() ?? [])].slice(0, 16)
}
