import { constants } from 'node:os'
import { readVectors } from './vectors.js'

/** Text as the readers of calls expect it: hexadecimal, so that it cannot look like syntax. */
export function quote(text: string): string {
  return `"${hex(text)}"`
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex').replaceAll(/../g, '\\x$&')
}

/** How the arguments of a call are told: Folder or file descriptor, Path, Word (flags, a mode, a number). */
type Shape = readonly ('F' | 'P' | 'W')[]

const shapes: Readonly<Record<string, Shape>> = Object.fromEntries(
  Object.entries({
    open: 'PWW',
    openat: 'FPWW',
    creat: 'PW',
    truncate: 'PW',
    mkdir: 'PW',
    mkdirat: 'FPW',
    mknod: 'PWW',
    mknodat: 'FPWW',
    unlink: 'P',
    rmdir: 'P',
    unlinkat: 'FPW',
    rename: 'PP',
    renameat: 'FPFP',
    renameat2: 'FPFPW',
    link: 'PP',
    linkat: 'FPFPW',
    symlink: 'PP',
    symlinkat: 'PFP',
    chmod: 'PW',
    fchmodat: 'FPW',
    fchmod: 'FW',
    chown: 'PWW',
    lchown: 'PWW',
    fchown: 'FWW',
    fchownat: 'FPWWW',
    chdir: 'P',
    fchdir: 'F',
  }).map(([name, shape]) => [name, shape.split('') as unknown as Shape]),
)

const parts = {
  F: '(AT_FDCWD|0x[0-9a-f]+)(?: (ANY))?',
  P: '(0x[0-9a-f]+)(?: (ANY))?',
  W: '([A-Za-z0-9_|-]*)()',
}

const pattern = (shape: Shape, any: string): RegExp =>
  new RegExp(`^${shape.map((part) => parts[part].replace('ANY', any)).join(', ')}$`, 's')

const patterns = new Map(
  Object.entries(shapes).map(([name, shape]) => [
    name,
    [pattern(shape, '.*'), pattern(shape, '.*?')] as const,
  ]),
)

/**
 * The arguments of a file call in the notation of the tracer of the other cell, whose readers are used for both.
 * gVisor writes paths bare: when a path holds what looks like the next argument there is more than one way to read the
 * line, and then there is none (undefined).
 */
export function translateFile(name: string, args: string): string | undefined {
  const shape = shapes[name]
  const [greedy, lazy] = patterns.get(name) ?? []
  const long = greedy?.exec(args)
  const short = lazy?.exec(args)
  if (shape === undefined || !long || !short || long.some((part, index) => part !== short[index]))
    return undefined
  return shape
    .map((part, index) => argument(part, long[index * 2 + 1] ?? '', long[index * 2 + 2] ?? ''))
    .join(', ')
}

function argument(part: 'F' | 'P' | 'W', word: string, text: string): string {
  if (part === 'W') return word.replace(/^0o/, '0')
  if (part === 'P') return text.startsWith('(error decoding ') ? word : quote(text)
  const number = word === 'AT_FDCWD' ? word : String(descriptorOf(word))
  return text.startsWith('/') ? `${number}<${hex(text)}>` : number
}

/** A descriptor as a signed number. */
export function descriptorOf(word: string): number {
  return Number(word) | 0
}

export const isFileCall = (name: string): boolean => patterns.has(name)

/** `0xADDR PATH, 0xADDR ["a", …], 0xADDR ["A=1", …]` of an exec. */
export function translateExec(
  args: string,
): { readonly path: string; readonly args: readonly string[] } | undefined {
  const [, path, rest] = /^0x[0-9a-f]+ (.*?), 0x[0-9a-f]+ (\[.*)$/s.exec(args) ?? []
  const argv = rest === undefined ? undefined : readVectors(rest)
  return path === undefined || argv === undefined ? undefined : { path, args: argv }
}

const at = /^(AT_FDCWD|0x[0-9a-f]+)(?: (.*?))?, 0x[0-9a-f]+(?: (.*?))?, 0x[0-9a-f]+ (\[.*), (0x[0-9a-f]+)$/s

/** The same with a folder or file descriptor before and flags behind: an exec of what lies in memory. */
export function translateExecAt(args: string): string | undefined {
  const [, word, folder = '', path = '', rest] = at.exec(args) ?? []
  const argv = rest === undefined ? undefined : readVectors(rest)
  if (word === undefined || argv === undefined || /, 0x[0-9a-f]/.test(folder + path)) return undefined
  const items = argv.map(quote).join(', ')
  return `${argument('F', word, folder)}, ${quote(path)}, [${items}], 0x0, 0`
}

const errors = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))

/** What came back, in the same notation. Numbers above 511 are the kernel's own: the call is made again. */
export function resultText(value: number, errno: number | undefined): string {
  if (errno === undefined) return String(value)
  const name = errors.get(errno)
  return name === undefined ? '? ERESTART' : `-1 ${name} (${errno})`
}
