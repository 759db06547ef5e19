import { identifier } from '../clean.js'

/** What can be said of an SQL statement without a grammar: enough to name the verb and the table. */
export interface Statement {
  /** Without comments, literals as `?`. */
  readonly text: string
  readonly operation?: string
  readonly table?: string
  /** Tags of its last comment (sqlcommenter: `key='url-encoded value'`, sorted, comma-separated). */
  readonly tags: ReadonlyMap<string, string>
}

const longest = 16_384

/** Reads a statement. One pass over its text; quotes, dollar quotes and comments are told apart as PostgreSQL does. */
export function readStatement(sql: string): Statement {
  const { text, comments } = skim(sql.slice(0, longest))
  const operation = /^\s*([a-z]{2,16})\b/i.exec(text)?.[1]?.toUpperCase()
  const table =
    /\b(?:from|into|update|table|copy|join)\s+(?:only\s+)?("?[a-z_][\w$]{0,63}"?(?:\."?[a-z_][\w$]{0,63}"?)?)/i.exec(
      text,
    )?.[1]
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    ...(operation === undefined ? {} : { operation }),
    ...(table === undefined ? {} : { table: table.replaceAll('"', '').toLowerCase() }),
    tags: readTags(comments.at(-1) ?? ''),
  }
}

/** Takes comments out and puts `?` where literals stood. */
function skim(sql: string): { readonly text: string; readonly comments: readonly string[] } {
  const comments: string[] = []
  let text = ''
  for (let at = 0; at < sql.length;) {
    const two = sql.slice(at, at + 2)
    if (two === '--') at = endOr(sql, '\n', at)
    else if (two === '/*') {
      const end = endOr(sql, '*/', at + 2)
      comments.push(sql.slice(at + 2, end))
      at = end + 2
      text += ' '
    } else if (sql[at] === "'") {
      at = quoteEnd(sql, at + 1)
      text += '?'
    } else {
      const dollar = sql[at] === '$' ? /^\$[a-z_]{0,16}\$/i.exec(sql.slice(at, at + 18))?.[0] : undefined
      const number =
        dollar === undefined && !/[\w$]/.test(text.at(-1) ?? '')
          ? /^\d[\d.]{0,40}/.exec(sql.slice(at, at + 41))?.[0]
          : undefined
      if (dollar !== undefined) at = endOr(sql, dollar, at + dollar.length) + dollar.length
      else if (number !== undefined) at += number.length
      else text += sql[at++] ?? ''
      if (dollar !== undefined || number !== undefined) text += '?'
    }
  }
  return { text, comments }
}

function endOr(sql: string, mark: string, from: number): number {
  const end = sql.indexOf(mark, from)
  return end < 0 ? sql.length : end
}

function quoteEnd(sql: string, from: number): number {
  for (let at = from; at < sql.length; at++)
    if (sql[at] === "'") {
      if (sql[at + 1] !== "'") return at + 1
      at++
    }
  return sql.length
}

function readTags(comment: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const [, name = '', value = ''] of comment
    .slice(0, 2_048)
    .matchAll(/([\w.-]{1,64})='([^']{0,512})'/g)) {
    const decoded = identifier(decoded1(value))
    if (decoded !== undefined && tags.size < 16) tags.set(name, decoded)
  }
  return tags
}

function decoded1(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
