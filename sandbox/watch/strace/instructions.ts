import { posix } from 'node:path'
import type { Instructions } from '../../ports.js'
import type { Process } from './processes.js'

/** Programs that run text they are given: as a file, as an argument, or on their input. */
const interpreter =
  /^(?:(?:ba|da|z|k|a)?sh|python[\d.]*|node(?:js)?|deno|bun|perl[\d.]*|ruby[\d.]*|php[\d.]*|lua[\d.]*|pwsh)$/

/** Options whose value is text to run; whose value is a file to run first; and whose value is something else. */
const options = {
  text: /^(?:-[a-zA-Z]*[ce]|--eval|-p|--print)$/,
  file: /^(?:-r|--require|--import)$/,
  other: /^(?:[-+][oO]|-[WX])$/,
}

/** Where the program that a process has just begun to run takes its instructions from. */
export function instructionsOf(process: Process, makers: ReadonlyMap<string, number>): Instructions {
  const { path, args } = process.image
  const given = interpreter.test(posix.basename(path)) ? readScript(args) : { files: [], texts: [] }
  const input = process.pipes.get(given.descriptor ?? 0)
  const output = process.pipes.get(1)
  const maker = input === undefined ? undefined : makers.get(input)
  return {
    files: [path, ...given.files.map((file) => posix.resolve(process.cwd, file))],
    texts: given.texts,
    fromInput: given.descriptor !== undefined,
    ...(input === undefined ? {} : { input: { pipe: input, ...(maker === undefined ? {} : { maker }) } }),
    ...(output === undefined ? {} : { output }),
  }
}

interface Script {
  readonly files: readonly string[]
  readonly texts: readonly string[]
  /** The descriptor that instructions are read from. */
  readonly descriptor?: number
}

function readScript(args: readonly string[]): Script {
  const files: string[] = []
  for (let at = 1; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '-' || arg === '-s') break
    if (arg === '-m') return { files, texts: [] }
    if (options.text.test(arg)) return { files, texts: args.slice(at + 1, at + 2) }
    if (options.file.test(arg)) files.push(...args.slice(++at, at + 1))
    else if (options.other.test(arg)) at++
    else if (!/^[-+]/.test(arg)) {
      const [, name, number] = /^\/(?:dev|proc\/self)\/(?:(stdin)|fd\/(\d+))$/.exec(arg) ?? []
      if (name === undefined && number === undefined) return { files: [...files, arg], texts: [] }
      return { files, texts: [], descriptor: Number(number ?? 0) }
    }
  }
  return { files, texts: [], descriptor: 0 }
}
