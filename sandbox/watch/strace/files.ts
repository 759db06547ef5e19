import type { ObservedFields } from '../../ports.js'
import { outcomeOf } from './call.js'
import type { Call } from './call.js'
import type { CallContext, CallReader } from './context.js'
import { fileFields, resolvePath } from './paths.js'
import type { Process } from './processes.js'
import { isInterpreterHabit, quietPlace } from './quiet.js'
import { readDescriptor, readText } from './values.js'

/** File calls by name. Argument positions follow the man pages. */
export const fileReaders: Readonly<Record<string, CallReader>> = {
  open: (call, process, context) => opened(call, process, context, call.args[0], call.args[1]),
  openat: (call, process, context) =>
    opened(call, process, context, call.args[1], call.args[2], call.args[0]),
  openat2: (call, process, context) =>
    opened(call, process, context, call.args[1], call.args[2], call.args[0]),
  creat: (call, process, context) => opened(call, process, context, call.args[0], 'O_WRONLY|O_CREAT|O_TRUNC'),
  truncate: (call, process, context) =>
    changed('file.write', call, process, context, call.args[0], undefined, { 'file.operation': 'truncate' }),
  mkdir: (call, process, context) => made(call, process, context, call.args[0]),
  mkdirat: (call, process, context) => made(call, process, context, call.args[1], call.args[0]),
  mknod: (call, process, context) => made(call, process, context, call.args[0]),
  mknodat: (call, process, context) => made(call, process, context, call.args[1], call.args[0]),
  unlink: (call, process, context) => removed(call, process, context, call.args[0]),
  rmdir: (call, process, context) => removed(call, process, context, call.args[0]),
  unlinkat: (call, process, context) => removed(call, process, context, call.args[1], call.args[0]),
  rename: (call, process, context) => moved(call, process, context, call.args[0], call.args[1]),
  renameat: (call, process, context) =>
    moved(call, process, context, call.args[1], call.args[3], call.args[0], call.args[2]),
  renameat2: (call, process, context) =>
    moved(call, process, context, call.args[1], call.args[3], call.args[0], call.args[2]),
  link: (call, process, context) => linked(call, process, context, call.args[0], call.args[1]),
  linkat: (call, process, context) =>
    linked(call, process, context, call.args[1], call.args[3], call.args[0], call.args[2]),
  symlink: (call, process, context) => pointed(call, process, context, call.args[0], call.args[1]),
  symlinkat: (call, process, context) =>
    pointed(call, process, context, call.args[0], call.args[2], call.args[1]),
  chmod: (call, process, context) => mode(call, process, context, call.args[0], call.args[1]),
  fchmodat: (call, process, context) =>
    mode(call, process, context, call.args[1], call.args[2], call.args[0]),
  fchmodat2: (call, process, context) =>
    mode(call, process, context, call.args[1], call.args[2], call.args[0]),
  fchmod: (call, process, context) => mode(call, process, context, '""', call.args[1], call.args[0]),
  chown: (call, process, context) => mode(call, process, context, call.args[0]),
  lchown: (call, process, context) => mode(call, process, context, call.args[0]),
  fchown: (call, process, context) => mode(call, process, context, '""', undefined, call.args[0]),
  fchownat: (call, process, context) => mode(call, process, context, call.args[1], undefined, call.args[0]),
  chdir: (call, process) => {
    const path = resolvePath(process, call.args[0])
    if (path !== undefined && call.result.error === undefined) process.cwd = path
  },
  fchdir: (call, process) => {
    const path = readDescriptor(call.args[0])?.path
    if (path !== undefined && call.result.error === undefined) process.cwd = path
  },
  memfd_create: (call, process) => {
    if (call.result.error === undefined) process.memoryFiles.add(call.result.value)
  },
}

function opened(
  call: Call,
  process: Process,
  context: CallContext,
  pathArgument: string | undefined,
  flags = '',
  folder?: string,
): void {
  const path = resolvePath(process, pathArgument, folder)
  if (path === undefined || /\bO_PATH\b/.test(flags)) return
  if (path.startsWith(`${context.hookFolder}/`)) {
    reported(path.slice(context.hookFolder.length + 1), call, process, context)
    return
  }
  if (isInterpreterHabit(path, call.result.error)) {
    context.count('/skill')
    return
  }
  if (!/\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b|O_TMPFILE/.test(flags)) {
    const place = quietPlace(path)
    if (place !== undefined) context.count(place)
    else tellRead(call, process, context, path, flags)
    return
  }
  if (path === '/dev/null' || path === '/dev/tty') {
    context.count('/dev')
    return
  }
  const existed = context.present.has(path)
  const operation = /\bO_APPEND\b/.test(flags)
    ? 'append'
    : /\bO_TRUNC\b/.test(flags)
      ? 'truncate'
      : 'overwrite'
  changed('file.write', call, process, context, pathArgument, folder, {
    'file.operation': existed ? operation : 'create',
    'file.existed': existed,
  })
  if (call.result.error === undefined) context.present.add(path)
}

function tellRead(call: Call, process: Process, context: CallContext, path: string, flags: string): void {
  const listing = /\bO_DIRECTORY\b/.test(flags)
  // Interpreters list the folders they import from; only a listing elsewhere says something about the sample.
  if (listing && (path === '/' || path === process.cwd || /^\/skill(?:\/|$)/.test(path))) return
  context.tell('file.read', call.at, process.image, {
    ...fileFields(path),
    ...(listing ? { 'file.operation': 'list' } : {}),
    ...result(call),
  })
}

/**
 * A hook inside the interpreter reports by asking for a file that is not there: `<folder>/env/<hex>` for a variable
 * that was read, `<folder>/stub/<hex>` for a stand-in that was imported or called,
 * `<folder>/missing/<hex>` for a package that was asked for and not found.
 */
function reported(report: string, call: Call, process: Process, context: CallContext): void {
  const [topic, value] = report.split('/')
  if (value === undefined || !/^(?:[0-9a-f]{2}){1,128}$/.test(value)) return
  const name = Buffer.from(value, 'hex').toString('utf8')
  if (topic === 'env') context.tell('env.read', call.at, process.image, { 'env.name': name })
  if (topic === 'stub')
    context.tell('run.gap', call.at, process.image, {
      'gap.reason': 'stand-in',
      'gap.detail': name,
      'gap.material': false,
    })
  if (topic === 'missing')
    context.tell('run.gap', call.at, process.image, {
      'gap.reason': 'package-missing',
      'gap.detail': name,
      'gap.material': false,
    })
}

function changed(
  kind: 'file.write' | 'file.delete' | 'file.mode',
  call: Call,
  process: Process,
  context: CallContext,
  pathArgument: string | undefined,
  folder: string | undefined,
  fields: ObservedFields,
): void {
  const path = resolvePath(process, pathArgument, folder)
  if (path !== undefined)
    context.tell(kind, call.at, process.image, { ...fileFields(path), ...fields, ...result(call) })
}

function made(call: Call, process: Process, context: CallContext, argument?: string, folder?: string): void {
  // Programs make folders to be sure they are there: only a new one is an act.
  if (call.result.error === 'EEXIST') return
  // An interpreter that may not keep its compiled modules beside read-only code.
  if (call.result.error === 'EROFS' && /\/__pycache__$/.test(readText(argument) ?? '')) return
  changed('file.write', call, process, context, argument, folder, { 'file.operation': 'create' })
  const path = resolvePath(process, argument, folder)
  if (path !== undefined && call.result.error === undefined) context.present.add(path)
}

function removed(
  call: Call,
  process: Process,
  context: CallContext,
  argument?: string,
  folder?: string,
): void {
  if (call.result.error === 'ENOENT') return
  const path = resolvePath(process, argument, folder)
  if (path === undefined) return
  changed('file.delete', call, process, context, argument, folder, {
    'file.existed': context.present.has(path),
  })
  if (call.result.error === undefined) context.present.delete(path)
}

function moved(
  call: Call,
  process: Process,
  context: CallContext,
  from: string | undefined,
  to: string | undefined,
  fromFolder?: string,
  toFolder?: string,
): void {
  const path = resolvePath(process, from, fromFolder)
  const target = resolvePath(process, to, toFolder)
  if (path === undefined || target === undefined) return
  context.tell('file.rename', call.at, process.image, {
    ...fileFields(path),
    'file.target_path': target,
    ...result(call),
  })
  if (call.result.error !== undefined) return
  context.present.delete(path)
  context.present.add(target)
}

function linked(
  call: Call,
  process: Process,
  context: CallContext,
  from: string | undefined,
  to: string | undefined,
  fromFolder?: string,
  toFolder?: string,
): void {
  const path = resolvePath(process, from, fromFolder)
  const target = resolvePath(process, to, toFolder)
  if (path === undefined || target === undefined) return
  context.tell('file.link', call.at, process.image, {
    ...fileFields(path),
    'file.target_path': target,
    ...result(call),
  })
  if (call.result.error === undefined) context.present.add(target)
}

function pointed(
  call: Call,
  process: Process,
  context: CallContext,
  pointsTo: string | undefined,
  at: string | undefined,
  folder?: string,
): void {
  const path = resolvePath(process, at, folder)
  const target = readText(pointsTo)
  if (path === undefined || target === undefined) return
  context.tell('file.link', call.at, process.image, {
    ...fileFields(path),
    'file.symbolic_link.target_path': target,
    ...result(call),
  })
  if (call.result.error === undefined) context.present.add(path)
}

function mode(
  call: Call,
  process: Process,
  context: CallContext,
  argument: string | undefined,
  value?: string,
  folder?: string,
): void {
  const octal = /^0[0-7]*$/.exec(value ?? '')?.[0]
  changed('file.mode', call, process, context, argument, folder, {
    ...(octal === undefined ? {} : { 'file.mode': octal }),
  })
}

function result(call: Call): ObservedFields {
  const error = call.result.error
  return { 'effect.outcome': outcomeOf(call.result), ...(error === undefined ? {} : { 'error.type': error }) }
}
