import type { Taint, Value } from '../nouns.js'
import { taintOf } from '../values.js'

/** Marks on files by path, as commands left them. */
export type LeftFiles = Map<string, readonly Taint[]>

/** Paths remembered for one artifact. */
const most = 512

/** Commands that write what they are given to the files they name. */
const writers: ReadonlySet<string> = new Set(['>', '>>', 'tee', 'tar', 'zip', '7z', 'gzip', 'gpg', 'openssl'])
/** Those whose last argument is written. */
const copiers: ReadonlySet<string> = new Set(['cp', 'mv', 'install', 'ln', 'rsync', 'ditto'])
/** Those that write to what follows an option. */
const outputs: ReadonlyMap<string, RegExp> = new Map([
  ['curl', /^(?:-o|--output)$/],
  ['wget', /^(?:-O|--output-document)$/],
  ['sqlite3', /^-output$/],
])

/** Remembers what a command leaves in files, so that another one that reads them has the marks. */
export function leave(
  files: LeftFiles,
  name: string,
  args: readonly string[],
  marks: readonly Taint[] | undefined,
): void {
  if (marks === undefined || marks.length === 0) return
  for (const path of written(name, args)) {
    if (files.size >= most && !files.has(path)) return
    files.set(path, taintOf([{ taint: files.get(path) }, { taint: marks }]) ?? marks)
  }
}

function written(name: string, args: readonly string[]): readonly string[] {
  if (writers.has(name)) return args.filter(isPath)
  if (copiers.has(name)) return args.slice(-1).filter(isPath)
  const option = outputs.get(name)
  return option === undefined ? [] : args.filter((arg, i) => isPath(arg) && option.test(args[i - 1] ?? ''))
}

function isPath(text: string): boolean {
  return text.length > 2 && !text.startsWith('-') && !text.startsWith('/dev/') && /^[^?*{}\s]+$/.test(text)
}

/** Marks of the files that a command names: as they are, as `@file` or as `field=@file`. */
export function found(files: LeftFiles, args: readonly string[]): Value | undefined {
  if (files.size === 0) return undefined
  const taint = taintOf(args.map((arg) => ({ taint: files.get(arg.replace(/^(?:[\w-]+=)?[@<]/, '')) })))
  return taint === undefined ? undefined : { taint }
}
