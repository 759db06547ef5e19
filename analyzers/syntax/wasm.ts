import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

import type { Language as Loaded } from 'web-tree-sitter'

import { packageVersion } from '../versions.js'
import { openGrammar } from './engine.js'
import type { Grammar } from './grammar.js'
import { languages } from './languages.js'
import { copyTree } from './plain.js'

const require = createRequire(import.meta.url)

/**
 * Trees by web-tree-sitter: needs no compiler and a fifth of the native engine's memory. The engine and each grammar
 * load on first use; `release` gives a tree's memory back to the wasm heap, which never shrinks.
 */
export async function openWasmGrammar(): Promise<Grammar> {
  const engine = await import('web-tree-sitter')
  await engine.Parser.init()
  const parser = new engine.Parser()
  return openGrammar({
    engine: 'tree-sitter-wasm',
    version: packageVersion('web-tree-sitter'),
    load(language) {
      const { wasm, plainly } = languages[language]
      const load = (): Promise<Loaded> => engine.Language.load(require.resolve(wasm))
      return plainly === true ? unoptimised(load) : load()
    },
    parse(grammar, text, passed) {
      parser.setLanguage(grammar)
      const tree = parser.parse(text, null, { progressCallback: passed })
      if (tree === null) parser.reset()
      return tree ?? undefined
    },
    copy(tree, limits, symbols) {
      const cursor = tree.walk()
      const plain = copyTree(cursor, limits, symbols)
      cursor.delete()
      return plain
    },
    compile(grammar, source) {
      const query = new engine.Query(grammar, source)
      return (tree) => query.captures(tree.rootNode, { matchLimit: 4096 })
    },
    free: (tree) => tree.delete(),
  })
}

/** Compiles a module by the baseline compiler alone; one that loads at the same time may share that, and is only slower. */
async function unoptimised<T>(load: () => Promise<T>): Promise<T> {
  setFlagsFromString('--no-wasm-dynamic-tiering')
  setFlagsFromString('--liftoff-only')
  try {
    return await load()
  } finally {
    setFlagsFromString('--no-liftoff-only')
    setFlagsFromString('--wasm-dynamic-tiering')
  }
}
