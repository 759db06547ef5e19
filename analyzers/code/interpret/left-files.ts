import type { CallInput, Taint } from '../nouns.js'
import { asText, hole, taintOf } from '../values.js'

/** Marks on files by path, as commands left them. */
export type LeftFiles = Map<string, readonly Taint[]>

/** Paths remembered for one artifact. */
const most = 512

/** Commands that write what they are given to the files they name. */
const writers: ReadonlySet<string> = new Set(['>', '>>', 'tee', 'tar', 'zip', '7z', 'gzip', 'gpg', 'openssl'])
/** Those whose last path is written. */
const copiers: ReadonlySet<string> = new Set([
  'cp',
  'mv',
  'install',
  'ln',
  'ditto',
  'shutil.copy',
  'shutil.copy2',
  'shutil.copyfile',
  'shutil.move',
  'fs.copyFileSync',
  'fs.copyFile',
  'fs.promises.copyFile',
  'os.Rename',
  'copy',
  'rename',
  'FileUtils.cp',
  'FileUtils.copy',
  'FileUtils.copy_file',
  'FileUtils.mv',
  'File.rename',
  ...['io.file.copy', 'io.file.move', 'system.io.file.copy', 'system.io.file.move'],
])
/** Whether a call writes its second argument with what the first names. */
export function isCopier(name: string): boolean {
  return copiers.has(name) && name.includes('.')
}

/** Those whose first argument is written. */
const savers: ReadonlySet<string> = new Set([
  'fs.writeFileSync',
  'fs.writeFile',
  'fs.promises.writeFile',
  'os.WriteFile',
  'file_put_contents',
  'File.write',
  'File.binwrite',
  ...['io.file.writealltext', 'io.file.writeallbytes', 'io.file.writealllines', 'io.file.appendalltext'],
  ...['system.io.file.writealltext', 'system.io.file.writeallbytes', 'system.io.file.writealllines'],
])
/** Methods of a path that write what they are given. */
const ofPaths: ReadonlySet<string> = new Set(['pathlib.Path.write_text', 'pathlib.Path.write_bytes'])
const appenders: ReadonlySet<string> = new Set([
  'fs.appendFileSync',
  'fs.appendFile',
  'fs.promises.appendFile',
])
/** Those that give a thing to write to. */
const openers: ReadonlySet<string> = new Set([
  'open',
  'io.open',
  'codecs.open',
  'aiofiles.open',
  'pathlib.Path.open',
  'fs.createWriteStream',
  'fs.openSync',
  'os.Create',
  'os.OpenFile',
  'File.open',
])
/** Those whose second argument is written with what the first names: methods of .NET and the library of Python. */
const fetchers = /(?:^|\.)(?:downloadfile|downloadfiletaskasync|downloadfileasync|urlretrieve)$/
/** Commands of PowerShell whose first word is written when no option comes before it. */
const placers: ReadonlySet<string> = new Set(['set-content', 'out-file', 'add-content', 'tee-object'])
/** Those that write to what follows an option. */
const outputs: ReadonlyMap<string, RegExp> = new Map([
  ['curl', /^(?:-[a-zA-Z]{0,8}o|--output)$/],
  ['wget', /^(?:-[a-zA-Z]{0,8}O|--output-document)$/],
  ['sqlite3', /^-output$/],
  ['invoke-webrequest', /^-outf\w*$/i],
  ['invoke-restmethod', /^-outf\w*$/i],
  ['start-bitstransfer', /^-d(?:est\w*)?$/i],
  ['set-content', /^-(?:path|literalpath)$/i],
  ['copy-item', /^-d(?:est\w*)?$/i],
  ['move-item', /^-d(?:est\w*)?$/i],
  ['compress-archive', /^-d(?:est\w*)?$/i],
  ['out-file', /^-(?:filepath|path|literalpath)$/i],
])

/** What was left in the file that a module of Python is loaded from, wherever that lies. */
export function leftInModule(files: LeftFiles, module: string): readonly Taint[] | undefined {
  const file = `/${module.replaceAll('.', '/')}`
  for (const [path, marks] of files)
    if (path.endsWith(`${file}.py`) || path.endsWith(`${file}/__init__.py`)) return marks
  return undefined
}

/** Remembers what a command leaves in files, so that another one that reads them has the marks. */
export function leave(
  files: LeftFiles,
  name: string,
  args: readonly string[],
  marks: readonly Taint[] | undefined,
): void {
  if (marks === undefined || marks.length === 0) return
  const folder = unpackedInto(name, args)
  if (folder !== undefined && isPath(plain(folder)) && files.size < most)
    files.set(`${plain(folder).replace(/\/+$/, '')}/${everything}`, marks)
  for (const path of written(name, args)) leaveIn(files, path, marks)
}

/** Commands and calls that put files into a folder, by the option or the place that names it. */
const unpackers: ReadonlyMap<string, RegExp | number> = new Map<string, RegExp | number>([
  ['tar', /^(?:-C|--directory)$/],
  ['unzip', /^-d$/],
  ['7z', /^-o$/],
  ['expand-archive', /^-d(?:est\w*)?$/i],
  ['git', 99],
  ['zipfile.ZipFile.extractall', 0],
  ['tarfile.open.extractall', 0],
  ['shutil.unpack_archive', 1],
])

/** The folder that a call puts files into; of a clone the last word, or what the address ends with. */
function unpackedInto(name: string, args: readonly string[]): string | undefined {
  const place = unpackers.get(name)
  if (place === undefined) return undefined
  if (typeof place !== 'number') return args.find((_, i) => place.test(args[i - 1] ?? ''))
  if (name !== 'git') return args[place]
  if (args[0] !== 'clone') return undefined
  const last = args.at(-1) ?? ''
  return last.includes('://') ? /([\w.-]{1,80}?)(?:\.git)?\/?$/.exec(last)?.[1] : last
}

/** Under what a folder is kept whose every file has the marks. */
const everything = '**'

/** Remembers what is written to a file by its path. */
export function leaveIn(files: LeftFiles, given: string, marks: readonly Taint[] | undefined): void {
  const path = plain(given)
  if (marks === undefined || marks.length === 0 || !isPath(path)) return
  for (const place of [path, ...foldersOf(path)]) {
    if (files.size >= most && !files.has(place)) return
    files.set(place, taintOf([{ taint: files.get(place) }, { taint: marks }]) ?? marks)
  }
}

/**
 * Folders that hold a file, each with the slash at its end: whoever packs one of them packs the file. Not those where
 * everything of a machine lies.
 */
function foldersOf(path: string): readonly string[] {
  const parts = path.replace(/\/+$/, '').split('/').slice(0, -1)
  return parts
    .map((_, i) => `${parts.slice(0, i + 1).join('/')}/`)
    .filter((folder) => isPath(folder.slice(0, -1)) && !shared.has(folder))
    .slice(-nearest)
}

/** One spelling of a path: of either system, and of all that a folder holds. */
function plain(path: string): string {
  return path.replaceAll('\\', '/').replace(/\/\*$/, '/')
}

const nearest = 2
const shared: ReadonlySet<string> = new Set([
  '%TEMP%/',
  '%APPDATA%/',
  '%LOCALAPPDATA%/',
  '/tmp/',
  '/var/',
  '/var/tmp/',
  '~/',
  '/home/',
  '/root/',
  '../',
])

function written(name: string, args: readonly string[]): readonly string[] {
  if (writers.has(name)) return args.filter(isPath)
  if (copiers.has(name)) return args.filter(isPath).slice(-1)
  if (savers.has(name)) return args.slice(0, 1).filter(isPath)
  if (ofPaths.has(name)) return args.slice(-1).filter(isPath)
  if (fetchers.test(name)) return args.slice(1, 2).filter(isPath)
  const option = outputs.get(name)
  if (placers.has(name) && args[0] !== undefined && isPath(args[0])) return args.slice(0, 1)
  return option === undefined ? [] : args.filter((arg, i) => isPath(arg) && option.test(args[i - 1] ?? ''))
}

function isPath(text: string): boolean {
  // A part that is not known is the same part where the rest is the same.
  const known = text.replaceAll(hole, '')
  return known.length > 2 && !text.startsWith('-') && !text.startsWith('/dev/') && /^[^?*{}\s]+$/.test(known)
}

/** Those that take along what a folder holds; all others are about its name. */
const packers: ReadonlySet<string> = new Set([
  ...['tar', 'zip', '7z', '7za', 'rar', 'cp', 'rsync', 'scp', 'ditto', 'restic', 'borg', 'rclone'],
  ...['compress-archive', 'copy-item', 'aws', 'gsutil', 'az', 'mc', 's3cmd'],
  ...['shutil.make_archive', 'shutil.copytree', 'tarfile.open.add', 'fs.cpSync', 'fs.cp', 'fs.promises.cp'],
  ...['archiver.directory', 'adm-zip.addLocalFolder'],
])

/** Marks of the files that a call names: as they are, as `@file` or as `field=@file`, or by the folder that is packed. */
export function found(
  files: LeftFiles,
  name: string | undefined,
  args: readonly string[],
): readonly Taint[] | undefined {
  if (files.size === 0) return undefined
  return taintOf(
    args.map((arg) => {
      const path = plain(arg.replace(handedOver, ''))
      const folder = path.replace(/\/+$/, '')
      const packs = name !== undefined && packers.has(name)
      return {
        taint:
          files.get(path) ??
          unpacked(files, path) ??
          (packs ? (files.get(`${folder}/`) ?? files.get(folder)) : undefined),
      }
    }),
  )
}

/** Marks of what was unpacked into a folder that a path lies in. */
function unpacked(files: LeftFiles, path: string): readonly Taint[] | undefined {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const marks = files.get(`${path.slice(0, at)}/${everything}`)
    if (marks !== undefined) return marks
  }
  return undefined
}

const handedOver = /^(?:--[\w-]+=|(?:[\w-]+=)?[@<])/

/** Files that a command is told to send: `-F f=@file`, `-T file`, `--post-file=file`. */
export function filesHanded(name: string | undefined, args: readonly string[]): readonly string[] {
  if (name !== 'curl' && name !== 'wget') return []
  return args.flatMap((arg, i) => {
    if (/^(?:[\w-]+=)?[@<]./.test(arg)) return [arg.replace(handedOver, '').replace(/;.*$/, '')]
    if (/^--(?:post|body|upload)-file=/.test(arg)) return [arg.slice(arg.indexOf('=') + 1)]
    return /^(?:-T|--upload-file|--post-file|--body-file)$/.test(args[i - 1] ?? '') ? [arg] : []
  })
}

/** Path of the file that what a call gives is open on. */
export function openedFile(name: string, { args, receiver }: CallInput): string | undefined {
  if (!openers.has(name)) return undefined
  const path = name.startsWith('pathlib.') ? receiver : args[0]
  return path === undefined ? undefined : asText(path)
}

/** Path of the file that a call writes to: of what it is a method of or is given, or that it names. */
export function fileWritten(name: string, { args, named, receiver }: CallInput): string | undefined {
  const open = [receiver, ...args, ...named.values()].find((value) => value?.file !== undefined)
  if (open !== undefined) return open.file
  const path =
    savers.has(name) || appenders.has(name) ? args[0] : name.startsWith('pathlib.') ? receiver : undefined
  return path === undefined ? undefined : asText(path)
}
