import type { Block } from './block.js'

/** The head of a document. */
export interface Head {
  /** Undefined where there is none, or nothing stands in it. */
  readonly block: Block | undefined
  /** Offset of the first character after it; 0 without a head. */
  readonly until: number
  /** Line of that character, from 1. */
  readonly line: number
}

/** Cuts off the YAML (`---`) or TOML (`+++`) head that a document begins with. */
export function splitFrontmatter(text: string): Head {
  const fence = /^\ufeff?(---|\+\+\+)[ \t]*\r?\n/.exec(text.slice(0, 200))
  const found =
    fence?.[1] === '---' ? closeOf(text, yamlEnd) : fence === null ? undefined : closeOf(text, tomlEnd)
  if (fence === null || found === undefined) return { block: undefined, until: 0, line: 1 }
  const content = text.slice(fence[0].length, Math.max(fence[0].length, found.start))
  const lineEnd = text.slice(0, found.start).split('\n').length + 1
  const empty = content.trim() === ''
  return {
    block: empty
      ? undefined
      : { role: 'frontmatter', text: content.replaceAll('\r\n', '\n'), line: 1, lineEnd, heading: '' },
    until: found.end,
    line: lineEnd + 1,
  }
}

const yamlEnd = /\r?\n---[ \t]*(?:\r?\n|$)/g
const tomlEnd = /\r?\n\+\+\+[ \t]*(?:\r?\n|$)/g

function closeOf(
  text: string,
  pattern: RegExp,
): { readonly start: number; readonly end: number } | undefined {
  pattern.lastIndex = 3
  const found = pattern.exec(text)
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length }
}
