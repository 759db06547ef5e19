import { posix } from 'node:path'
import type { ObservedFields } from '../../ports.js'
import type { Process } from './processes.js'
import { readDescriptor, readText } from './values.js'

/** The absolute path that a path argument and its folder descriptor mean for a process. */
export function resolvePath(process: Process, path: string | undefined, folder?: string): string | undefined {
  const base = readDescriptor(folder)
  if (path === undefined) return undefined
  const text = readText(path)
  if (text === undefined) return undefined
  if (base?.number === undefined && base?.path !== undefined) process.cwd = base.path
  if (text === '' && base?.path !== undefined) return base.path
  return posix.resolve(base?.path ?? process.cwd, text)
}

/** `file.*` fields that follow from a path. */
export function fileFields(path: string): ObservedFields {
  const extension = posix.extname(path).slice(1)
  return {
    'file.path': path,
    'file.name': posix.basename(path),
    'file.directory': posix.dirname(path),
    ...(extension === '' ? {} : { 'file.extension': extension }),
  }
}

/** Arguments as one line a person could type. */
export function commandLine(args: readonly string[]): string {
  return args
    .map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}
