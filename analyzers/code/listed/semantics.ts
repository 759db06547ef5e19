import type { Language } from '../../syntax/grammar.js'
import type { Semantics } from '../nouns.js'
import { pathValue } from '../values.js'

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
    embedded: () => undefined,
    computes: new Set(),
    texts: new Map(),
    prints: false,
  }
}
