import type { NovaJudged, NovaKeyword, NovaPlace, NovaProblem, NovaRule } from './rule.js'

/** Longest file and most rules of it. */
const most = { units: 2_000_000, rules: 2000 }

export interface NovaFile {
  readonly rules: readonly NovaRule[]
  readonly problems: readonly NovaProblem[]
}

/**
 * Reads the rules of one NOVA file (`.nov`): sections `meta`, `keywords`, `semantics`, `llm` and `condition`. What cannot be
 * read is a problem with its line, and the rules after it are read all the same. Never throws.
 */
export function parseNova(text: string): NovaFile {
  const problems: NovaProblem[] = []
  const rules: NovaRule[] = []
  if (text.length > most.units)
    return { rules, problems: [problem('', { line: 1, column: 1 }, `longer than ${most.units} characters`)] }
  const rows = text.split(/\r?\n/)
  for (let row = 0; row < rows.length && rules.length < most.rules; row++) {
    const name = /^\s*rule\s+([A-Za-z_]\w*)/.exec(rows[row] ?? '')?.[1]
    if (name === undefined) continue
    const end = endOf(rows, row)
    const place = { line: row + 1, column: (rows[row] ?? '').indexOf('rule') + 1 }
    if (end === undefined) {
      problems.push(problem(name, place, 'the rule is not closed by a line with `}`'))
      continue
    }
    const read = readRule(name, place, rows.slice(row + 1, end), row + 1)
    problems.push(...read.problems)
    if (read.rule !== undefined) rules.push(read.rule)
    row = end
  }
  return { rules, problems }
}

/** The row of the closing brace: one that stands alone, before another rule begins. */
function endOf(rows: readonly string[], from: number): number | undefined {
  for (let row = from + 1; row < rows.length; row++) {
    if (/^\s*\}\s*$/.test(rows[row] ?? '')) return row
    if (/^\s*rule\s+\w/.test(rows[row] ?? '')) return undefined
  }
  return undefined
}

function readRule(
  name: string,
  place: NovaPlace,
  rows: readonly string[],
  before: number,
): { readonly rule?: NovaRule; readonly problems: readonly NovaProblem[] } {
  const meta = new Map<string, string>()
  const keywords: NovaKeyword[] = []
  const judged: NovaJudged[] = []
  const condition: string[] = []
  let start: NovaPlace | undefined
  let section = ''
  for (const [i, row] of rows.entries()) {
    const bare = row.trim()
    const here = { line: before + i + 1, column: row.length - row.trimStart().length + 1 }
    const refuse = (detail: string): { readonly problems: readonly NovaProblem[] } => ({
      problems: [problem(name, here, detail)],
    })
    if (bare === '' || bare === '{' || /^(?:\/\/|#)/.test(bare)) continue
    const header = /^([a-z_]+)\s*:\s*$/i.exec(bare)?.[1]?.toLowerCase()
    if (header !== undefined) {
      section = header
      if (!['meta', 'keywords', 'semantics', 'llm', 'condition'].includes(section))
        return refuse(`there is no section ${section}`)
    } else if (section === 'condition') {
      start ??= here
      // Rows stay rows, so that an offset leads back to its line.
      while (condition.length < here.line - start.line) condition.push('')
      condition.push(row.replace(/\s(?:\/\/|#).*$/, ''))
    } else if (section === 'meta') {
      const [, key, quoted, plain = ''] = /^(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(\S.*))$/.exec(bare) ?? []
      if (key === undefined) return refuse('a line of meta is not `key = "value"`')
      meta.set(key.toLowerCase(), quoted === undefined ? plain : unescape(quoted))
    } else if (section === 'keywords') {
      const keyword = readKeyword(bare, here)
      if (keyword === undefined) return refuse('a keyword is not `$name = "text"` or `$name = /pattern/`')
      if (keywords.some((one) => one.name === keyword.name)) return refuse(`$${keyword.name} is there twice`)
      keywords.push(keyword)
    } else if (section === 'semantics' || section === 'llm') {
      const variable = /^\$([A-Za-z0-9_]+)\s*=\s*"/.exec(bare)?.[1]
      if (variable === undefined) return refuse(`a line of ${section} is not \`$name = "text"\``)
      judged.push({ section, name: variable, ...here })
    } else return refuse('a line stands before the first section')
  }
  if (start === undefined) return { problems: [problem(name, place, 'the rule has no condition')] }
  const text = condition.join('\n')
  return {
    rule: { name, meta, keywords, judged, condition: { text, ...start, column: 1 }, ...place },
    problems: [],
  }
}

function readKeyword(row: string, place: NovaPlace): NovaKeyword | undefined {
  const plain = /^\$([A-Za-z0-9_]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(.*)$/.exec(row)
  if (plain !== null) {
    const [, name = '', text = '', rest = ''] = plain
    const options = rest.replace(/(?:\/\/|#).*$/, '').trim()
    if (text === '' || !/^(?:case\s*:\s*(?:true|false))?$/i.test(options)) return undefined
    return { name, text: unescape(text), isPattern: false, flags: '', cased: /true/i.test(options), ...place }
  }
  const pattern = /^\$([A-Za-z0-9_]+)\s*=\s*\/((?:[^/\\]|\\.)+)\/([a-z]*)\s*(?:(?:\/\/|#).*)?$/.exec(row)
  if (pattern === null) return undefined
  const [, name = '', text = '', flags = ''] = pattern
  return {
    name,
    text: text.replaceAll('\\/', '/'),
    isPattern: true,
    flags,
    cased: !flags.includes('i'),
    ...place,
  }
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 't' ? '\t' : letter,
  )
}

function problem(rule: string, place: NovaPlace, detail: string): NovaProblem {
  return { type: 'refused', rule, detail, line: place.line, column: place.column }
}
