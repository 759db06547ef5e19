import type { Fact } from '@clawback/model'

/** Words of a shingle. */
const length = 4
/** Words that are looked at: a longer text is known by its beginning. */
const most = 20_000

/**
 * Runs of four words of the instructions: of the files that hold a manifest and of the descriptions of tools, else of
 * all texts. A licence that lies beside the instructions thus makes no two skills alike. Case, marks and numbers do
 * not count.
 */
export function textShingles(facts: readonly Fact[]): ReadonlySet<string> {
  const instructed = new Set(
    facts.flatMap((fact) => (fact.kind === 'manifest.field' ? [fact['file.path'] ?? ''] : [])),
  )
  const texts = facts.flatMap((fact) => {
    const text = fact.kind === 'text.span' ? fact['text.content'] : fact['gen_ai.tool.description']
    return text === undefined
      ? []
      : [{ text, here: fact.kind !== 'text.span' || instructed.has(fact['file.path'] ?? '') }]
  })
  const chosen = texts.some(({ here }) => here) ? texts.filter(({ here }) => here) : texts
  return shinglesOf(wordsOf(chosen.map(({ text }) => text)))
}

function wordsOf(texts: readonly string[]): readonly string[] {
  const words: string[] = []
  for (const text of texts) {
    if (words.length >= most) break
    const folded = text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\p{N}+/gu, '0')
    words.push(...(folded.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, most - words.length))
  }
  return words
}

/** Each run of so many neighbours, joined by spaces. */
export function shinglesOf(tokens: readonly string[], size: number = length): ReadonlySet<string> {
  const found = new Set<string>()
  for (let at = 0; at + size <= tokens.length; at++) found.add(tokens.slice(at, at + size).join(' '))
  return found
}
