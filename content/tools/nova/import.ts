import { stringify } from 'yaml'
import { convertNova } from './convert.js'
import { parseNova } from './parse.js'
import type { NovaProblem } from './rule.js'

/** Files for a pack folder made of one NOVA file, and what of it could not be taken. */
export interface NovaImport {
  /** Path in the pack folder -> content; nothing when no rule was taken. */
  readonly files: ReadonlyMap<string, string>
  /** Ids of the rules taken. */
  readonly taken: readonly string[]
  /** Ids of rules that still need a case that matches: only their patterns could. */
  readonly withoutExample: readonly string[]
  readonly problems: readonly NovaProblem[]
}

/** Turns the rules of one `.nov` file into Sigma rules and cases. `name` becomes the name of the rule file. `tags` go on every rule. Never throws. */
export function importNova(name: string, text: string, tags: readonly string[] = []): NovaImport {
  const { rules, problems } = parseNova(text)
  const all: NovaProblem[] = [...problems]
  const documents: string[] = []
  const files = new Map<string, string>()
  const taken: string[] = []
  const withoutExample: string[] = []
  for (const rule of rules) {
    const { rule: made, problems: own } = convertNova(rule, tags)
    all.push(...own)
    if (made === undefined) continue
    if (taken.includes(made.id)) {
      const detail = 'another rule of the file has this name'
      all.push({ type: 'refused', rule: rule.name, detail, line: rule.line, column: rule.column })
      continue
    }
    taken.push(made.id)
    documents.push(stringify(made.document, { lineWidth: 0 }))
    if (made.example === undefined) withoutExample.push(made.id)
    files.set(`cases/${made.id}.yml`, stringify(casesOf(made.example), { lineWidth: 0 }))
  }
  if (documents.length > 0) files.set(`rules/nova-${name}.yml`, documents.join('---\n'))
  return { files, taken, withoutExample, problems: all }
}

/** Records look like a paragraph that was read. */
function casesOf(example: string | undefined): object {
  const record = (content: string): object => ({
    kind: 'text.span',
    'text.role': 'paragraph',
    'text.content': content,
  })
  return {
    stage: 'read',
    positive: example === undefined ? [] : [{ name: 'its keywords', records: [record(example)] }],
    negative: [{ name: 'nothing of it', records: [record('The sky over the harbour was grey.')] }],
  }
}
