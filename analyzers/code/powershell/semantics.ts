import type { CallInput, Embedded, Semantics } from '../nouns.js'
import { hole, pathValue, textValue, unknown } from '../values.js'
import { embedded } from './embedded.js'
import { powershellFolds, powershellMethods } from './folds.js'
import { handed } from './handing.js'
import { moduleFiles } from './modules.js'

/** Variables that are there by themselves (about_Automatic_Variables), of those what is known. */
const automatic: ReadonlyMap<string, string> = new Map([
  ['$psscriptroot', hole],
  ['$pscommandpath', `${hole}\\${hole}`],
  ['$pwd', '.'],
  ['$profile', '$PROFILE'],
])

/** Methods that write what is read into one of their arguments. */
const readers = /\.(?:read|readblock|receive)$/

export const powershellSemantics: Semantics = {
  family: 'powershell',
  prints: false,
  gathers: true,
  handed,
  importers: new Set(),
  unbound(name) {
    const known = automatic.get(name)
    if (known !== undefined) return textValue(known, false)
    if (name.startsWith('[')) return pathValue(name.slice(1, -1), true)
    if (name.startsWith('$env.')) return pathValue(name.slice(1), true)
    if (/^\$(?:_\d*|input|args|this|matches|error)$/.test(name)) return unknown
    return name.startsWith('$') ? pathValue(name.slice(1), false) : pathValue(name, name !== '?')
  },
  canonical: (path) =>
    path
      .replace(/^\$/, '')
      .replace(/\.(?:new|\d{1,9})(?=\.)/g, '')
      .replace(/\.\d{1,9}$/, ''),
  modulePath: (module) => module,
  moduleFiles,
  fills: (name) => (readers.test(name) ? 0 : undefined),
  folds: powershellFolds,
  methods: powershellMethods,
  embedded: (name: string, call: CallInput): Embedded | undefined => embedded(name, call),
  counts: new Set(['length', 'count', 'longlength']),
  computes: new Set(['get-command', 'join-path', 'split-path']),
  texts: new Map([
    ['environment.newline', '\n'],
    ['system.environment.newline', '\n'],
    ['io.path.directoryseparatorchar', '\\'],
  ]),
}
