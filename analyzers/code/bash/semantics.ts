import { posix } from 'node:path'

import { languageOfName } from '../../syntax/languages.js'
import { joinItems } from '../fold/common.js'
import type { CallInput, Embedded, Semantics, Value } from '../nouns.js'
import { powershellCode } from '../powershell-command.js'
import { asText, hole, pathValue, unknown } from '../values.js'
import { shellFolds } from './folds.js'

export const shellSemantics: Semantics = {
  family: 'bash',
  prints: true,
  importers: new Set(),
  folds: shellFolds,
  methods: new Map(),
  unbound(name) {
    if (!name.startsWith('$')) return name.startsWith('<std') ? unknown : pathValue(name, true)
    const variable = name.slice(1)
    return /^[A-Za-z_]\w*$/.test(variable) ? pathValue(`env.${variable}`, true) : unknown
  },
  canonical: (path) => path,
  modulePath: (module) => module,
  moduleFiles(module, from) {
    const plain = module.startsWith(`${hole}/`) ? module.slice(hole.length + 1) : module
    if (plain.startsWith('/') || plain.includes(hole)) return []
    return [posix.join(posix.dirname(from), plain), posix.normalize(plain)]
  },
  embedded,
  computes: new Set([
    '[',
    'test',
    'true',
    'false',
    ':',
    'return',
    'exit',
    'set',
    'shift',
    'local',
    'break',
    'continue',
  ]),
  texts: new Map([['env.HOME', '~']]),
}

/**
 * Code handed to an interpreter: `bash -c text`, `node -e text`, `eval text`, or on standard input when no script is
 * named (`… | sh`, `python3 - <<EOF`).
 */
function embedded(name: string, { args, input }: CallInput): Embedded | undefined {
  if (name === 'eval') return code('bash', joinItems(args, ' '))
  if (name === 'cat' || name === 'tee' || name === '>') return written(input)
  const language = languageOfName(name.replace(/\.exe$/i, ''))
  if (language === 'powershell') return powershellCode({ args, named: new Map() })
  if (language === undefined) return undefined
  const words = args.map((value) => asText(value) ?? '{}')
  const takesCode = language === 'php' ? /^(?:-r|--run)$/ : /^(?:-\w*c|-e|-p|-pe|--eval|--print)$/
  const flag = words.findIndex((word) => takesCode.test(word))
  if (flag !== -1) return code(language, args[flag + 1])
  const script = words.find((word) => !word.startsWith('-'))
  const reads = script === undefined || words.includes('-s') || words.includes('-')
  return reads ? code(language, input) : undefined
}

/** A program that is written into a file (`cat > hook <<EOF`, `{ echo …; } > job`), told by its first line. */
function written(input: Value | undefined): Embedded | undefined {
  const text = input === undefined ? undefined : asText(input)
  const first = /^#![^\n]{0,80}?([\w.-]+)[ \t]*(?:-\w+[ \t]*)?\n/.exec(text ?? '')?.[1]
  const language = first === undefined ? undefined : languageOfName(first)
  return language === undefined ? undefined : code(language, input)
}

function code(language: Embedded['language'], value: Value | undefined): Embedded | undefined {
  const text = value === undefined ? undefined : asText(value)
  return text === undefined || text.length < 3 ? undefined : { language, text }
}
