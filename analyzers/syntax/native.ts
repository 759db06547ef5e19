import { createRequire } from 'node:module'

import { ClawbackError } from '@clawback/model'
import type Engine from 'tree-sitter'

import { packageVersion } from '../versions.js'
import { openGrammar } from './engine.js'
import type { Grammar, Language } from './grammar.js'
import { languages } from './languages.js'
import { copyTree } from './plain.js'

const require = createRequire(import.meta.url)

/**
 * Trees by the compiled tree-sitter binding: quicker on large files, five times the memory. Rejects when the binding
 * was not built on this machine; the caller then keeps to wasm.
 */
export async function openNativeGrammar(): Promise<Grammar> {
  const { default: engine } = await import('tree-sitter')
  const parser = new engine()
  return openGrammar<Engine.Language, Engine.Tree>({
    engine: 'tree-sitter-native',
    version: packageVersion('tree-sitter'),
    load: (language) => Promise.resolve(loadGrammar(language)),
    parse(grammar, text, passed) {
      parser.setLanguage(grammar)
      const tree = parseUntil(parser, text, passed)
      if (tree === null) parser.reset()
      return tree ?? undefined
    },
    copy: (tree, limits, symbols) => copyTree(tree.walk(), limits, symbols),
    compile(grammar, source) {
      const query = new engine.Query(grammar, source)
      return (tree) => query.captures(tree.rootNode, { matchLimit: 4096 })
    },
    free: () => undefined,
  })
}

/** The binding answers null when stopped, which its types leave out. */
function parseUntil(parser: Engine, text: string, passed: () => boolean): Engine.Tree | null {
  // In chunks: the binding refuses one string longer than its buffer.
  const read = (at: number): string => text.slice(at, at + 16_384)
  return parser.parse(read, null, { progressCallback: passed })
}

function loadGrammar(language: Language): Engine.Language {
  const { native } = languages[language]
  if (native === undefined)
    throw new ClawbackError('INTERNAL', { detail: `no native grammar of ${language} is installed` })
  const [name, member] = native
  const module = require(name) as Engine.Language & Readonly<Record<string, Engine.Language>>
  const grammar = member === undefined ? module : module[member]
  if (grammar === undefined)
    throw new ClawbackError('INTERNAL', { detail: `${name} has no ${String(member)}` })
  return grammar
}
