import type { Probe } from '@clawback/model'

import type { YaraScanner } from '../bytes/yara.js'
import type { ParseMarkdown } from '../instructions/parser.js'
import type { TextModels } from '../text-model/facts.js'
import type { Grammar } from '../syntax/grammar.js'

/** The heavy engines, loaded when first asked for and kept for the life of the process. */
export interface Engines {
  grammar(): Promise<Grammar>
  markdown(): Promise<ParseMarkdown>
  textModels(probes: readonly Probe[]): Promise<TextModels>
  /** Undefined when YARA-X is not built for this machine. */
  yara(probes: readonly Probe[]): Promise<YaraScanner | undefined>
}

export function createEngines(): Engines {
  let grammar: Promise<Grammar> | undefined
  let markdown: Promise<ParseMarkdown> | undefined
  const models = new WeakMap<readonly Probe[], Promise<TextModels>>()
  const scanners = new WeakMap<readonly Probe[], Promise<YaraScanner | undefined>>()
  return {
    grammar() {
      grammar ??= import('../syntax/wasm.js').then(({ openWasmGrammar }) => openWasmGrammar())
      return grammar
    },
    markdown() {
      markdown ??= import('../instructions/parser.js').then(({ openMarkdown }) => openMarkdown())
      return markdown
    },
    textModels(probes) {
      const known =
        models.get(probes) ??
        import('../text-model/facts.js').then(({ openTextModels }) => openTextModels(probes))
      models.set(probes, known)
      return known
    },
    yara(probes) {
      const known =
        scanners.get(probes) ?? import('../bytes/yara.js').then(({ openYara }) => openYara(probes))
      scanners.set(probes, known)
      return known
    },
  }
}

/** Shared by every reading of this process: one compiled scanner per probe set, one wasm heap. */
export const sharedEngines: Engines = createEngines()
