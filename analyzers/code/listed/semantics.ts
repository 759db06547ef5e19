import type { Language } from '../../syntax/grammar.js'
import type { CallInput, Embedded, Semantics } from '../nouns.js'
import { powershellCode } from '../powershell-command.js'
import { asText, pathValue } from '../values.js'

/** Names stand for themselves; those of variables and of what has no name are not sure. */
export function listedSemantics(family: Language): Semantics {
  return {
    family,
    unbound: (name) => pathValue(name.replace(/^\$/, ''), !/^[$?]/.test(name)),
    canonical: (path) => path,
    importers: new Set(),
    modulePath: (module) => module,
    moduleFiles: () => [],
    folds: new Map(),
    methods: new Map(),
    embedded: family === 'powershell' ? embeddedInPowershell : () => undefined,
    computes: new Set(),
    texts: new Map(),
    prints: false,
  }
}

/** A text that is evaluated, or handed to another PowerShell. */
function embeddedInPowershell(name: string, call: CallInput): Embedded | undefined {
  if (name === 'powershell' || name === 'pwsh') return powershellCode(call)
  if (name !== 'invoke-expression') return undefined
  const text = call.args
    .map(asText)
    .find((word) => word !== undefined && !word.startsWith('-') && word.length > 3)
  return text === undefined ? undefined : { language: 'powershell', text }
}
