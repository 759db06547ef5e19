import type { Language } from '../syntax/grammar.js'
import { bash } from './bash/index.js'
import { javascript } from './javascript/index.js'
import { go } from './go/index.js'
import { listed } from './listed/index.js'
import type { Adapter } from './nouns.js'
import { php } from './php/index.js'
import { powershell } from './powershell/index.js'
import { python } from './python/index.js'
import { ruby } from './ruby/index.js'

/** Every language family that can be read. */
export const adapters: readonly Adapter[] = [python, javascript, php, bash, go, ruby, powershell, ...listed]

const byLanguage = new Map(
  adapters.flatMap((adapter) => adapter.languages.map((one) => [one, adapter] as const)),
)

export function adapterOf(language: Language): Adapter {
  const found = byLanguage.get(language)
  if (found === undefined) throw new TypeError(`no adapter reads ${language}`)
  return found
}
