import { posix } from 'node:path'

import { decodeJson } from '../fold/json.js'
import type { CallInput, Value } from '../nouns.js'
import { asText, exactText, hole, textValue } from '../values.js'
import type { Frame, Machine } from './machine.js'

/** Calls that give what a file holds; the path is their first argument, or what they are a method of. */
const readers: ReadonlySet<string> = new Set([
  'open',
  'pathlib.Path.read_text',
  'pathlib.Path.read_bytes',
  'fs.readFileSync',
  'fs.readFile',
  'fs.promises.readFile',
  'os.ReadFile',
  'file_get_contents',
  'File.read',
  'File.binread',
  'cat',
  ...['get-content', 'io.file.readalltext', 'system.io.file.readalltext'],
])

/**
 * What a call reads of a file that the artifact brings along: then its content is known, as a constant's is. Undefined
 * for everything else, and for files opened to be written.
 */
export function ownData(machine: Machine, name: string, input: CallInput, frame: Frame): Value | undefined {
  if (name === 'jq') return jq(machine, input, frame)
  if (!readers.has(name)) return undefined
  const mode = name === 'open' ? (input.args[1] ?? input.named.get('mode')) : undefined
  if (mode !== undefined && /[wax+]/.test(asText(mode) ?? '')) return undefined
  // The words of a command line have the names of its parameters among them.
  const words =
    name === 'get-content' ? input.args.filter((one) => !/^-\w/.test(asText(one) ?? '')) : input.args
  const from = name.startsWith('pathlib.') ? input.receiver : words[0]
  const path = from === undefined ? undefined : asText(from)?.replaceAll('\\', '/')
  const text = path === undefined ? undefined : ownText(machine, path, frame)
  return text === undefined ? undefined : textValue(text)
}

/** `jq -r .name file`, one name deep. */
function jq(machine: Machine, { args }: CallInput, frame: Frame): Value | undefined {
  const [filter, path] = args.map((value) => exactText(value) ?? '').filter((word) => !word.startsWith('-'))
  const key = /^\.(\w+)$/.exec(filter ?? '')?.[1]
  const text = path === undefined ? undefined : ownText(machine, path, frame)
  return key === undefined || text === undefined ? undefined : decodeJson(text)?.shape?.get(key)
}

/** Text of a file beside the program, or from the root of the artifact; an unknown folder in front is taken for either. */
export function ownText(machine: Machine, path: string, frame: Frame): string | undefined {
  const known = path.slice(path.lastIndexOf(hole) + 1).replace(/^[}/]+/, '')
  const absolute = path.startsWith('/') || path.startsWith('~')
  if (absolute || known === '' || (path.includes(hole) && !path.includes(`${hole}/`))) return undefined
  const folder = posix.dirname(frame.unit.path)
  return machine.data(posix.join(folder, known)) ?? machine.data(posix.normalize(known))
}
