import type { Hidden } from './spans.js'

const excerpt = 4096

/** Finds text that markup or white space keeps out of sight: comments, invisible elements, padding. */
export function* hiddenMarkup(text: string): Generator<Hidden> {
  const shown = fences(text)
  for (const span of [...comments(text), ...invisible(text)])
    if (!shown.some(([from, to]) => span.start >= from && span.end <= to) && !isQuoted(text, span)) yield span
  yield* padding(text)
}

/** Fenced code blocks show their content as it is. */
function fences(text: string): [number, number][] {
  const blocks: [number, number][] = []
  let open: { at: number; fence: string } | undefined
  for (const match of text.matchAll(/^ {0,3}(`{3,16}|~{3,16})/gm)) {
    const fence = match[1] ?? ''
    if (open === undefined) open = { at: match.index, fence }
    else if (fence.startsWith(open.fence)) {
      blocks.push([open.at, match.index + match[0].length])
      open = undefined
    }
  }
  if (open !== undefined) blocks.push([open.at, text.length])
  return blocks.slice(0, 1024)
}

/** A code span shows its content, markup and all (CommonMark 6.1). */
function isQuoted(text: string, { start, end }: Hidden): boolean {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const line = text.slice(from, from + longestLine)
  const stop = line.indexOf('\n')
  for (const { 0: code, index } of line
    .slice(0, stop < 0 ? line.length : stop)
    .matchAll(/(`{1,3})(?!`)[^`]{1,1024}\1(?!`)/g))
    if (start >= from + index && end <= from + index + code.length) return true
  return false
}

/** UTF-16 units of a line that are looked at for code spans. */
const longestLine = 4096

function* comments(text: string): Generator<Hidden> {
  for (let at = text.indexOf('<!--'); at >= 0;) {
    const close = text.indexOf('-->', at + 4)
    const end = close < 0 ? text.length : close + 3
    const body = text.slice(at + 4, close < 0 ? text.length : close).trim()
    if (body !== '')
      yield { type: 'comment', start: at, end, count: body.length, text: body.slice(0, excerpt) }
    at = close < 0 ? -1 : text.indexOf('<!--', end)
  }
  for (const match of text.matchAll(
    /^\[[^\]\n]{1,64}\]:[ \t]{1,8}(?:#|<>)[ \t]{1,8}[("'](.{1,4096})[)"'][ \t]*$/gm,
  ))
    yield {
      type: 'comment',
      start: match.index,
      end: match.index + match[0].length,
      count: (match[1] ?? '').length,
      text: match[1] ?? '',
    }
}

const style =
  /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}(?:0(?![.\d])|[01](?:\.\d{1,4})?px|0\.[01]\d{0,3}(?:em|rem|pt))|opacity\s{0,4}:\s{0,4}0(?:\.0{1,4})?(?![.\d])|color\s{0,4}:\s{0,4}(?:transparent|white\b|#fff(?:fff)?\b|rgba?\(\s{0,4}255\s{0,4},\s{0,4}255\s{0,4},\s{0,4}255|rgba\([^)]{1,32},\s{0,4}0\s{0,4}\))|(?:left|top|text-indent)\s{0,4}:\s{0,4}-\d{3,6}|(?:max-)?(?:height|width)\s{0,4}:\s{0,4}0(?:px)?\s{0,4}(?:;|$)/i

/** Elements looked into; each may be searched far for its end. */
const elementLimit = 256

function* invisible(text: string): Generator<Hidden> {
  let elements = 0
  for (const match of text.matchAll(/<([a-z][a-z0-9]{0,15})[ \t\r\n]([^<>]{1,1024})>/gi)) {
    const attributes = match[2] ?? ''
    const css = /\bstyle\s{0,4}=\s{0,4}["']([^"']{1,1000})/i.exec(attributes)?.[1] ?? ''
    if (!style.test(css) && !/(?:^|\s)hidden(?:\s|=|$)/i.test(attributes)) continue
    if (++elements > elementLimit) break
    const from = match.index + match[0].length
    const closing = text.slice(from, from + 65_536).search(new RegExp(`</${match[1] ?? ''}\\s{0,4}>`, 'i'))
    const body = text.slice(from, closing < 0 ? from + excerpt : from + closing).trim()
    if (body === '' || attributes.trimEnd().endsWith('/')) continue
    const end = closing < 0 ? from + body.length : from + closing
    yield {
      type: 'invisible-style',
      start: match.index,
      end,
      count: body.length,
      text: body.slice(0, excerpt),
    }
  }
  yield* concealed(text)
}

function* concealed(text: string): Generator<Hidden> {
  // eslint-disable-next-line no-control-regex -- SGR 8 (conceal) makes a terminal print nothing
  for (const match of text.matchAll(/\u001b\[(?:\d{1,3};){0,8}8m([^\u001b]{1,4096})/g))
    yield {
      type: 'invisible-style',
      start: match.index,
      end: match.index + match[0].length,
      count: (match[1] ?? '').length,
      text: match[1] ?? '',
    }
}

/** White space that pushes text out of sight: 40 lines down, or 160 columns to the right. */
function* padding(text: string): Generator<Hidden> {
  for (const match of text.matchAll(/\s{40,}/g)) {
    const run = match[0]
    const end = match.index + run.length
    if (end === text.length) continue
    const lines = run.split('\n')
    const wide = (lines.at(-1) ?? '').length >= 160
    if (lines.length <= 40 && !wide) continue
    const after = text.slice(end, text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end))
    yield { type: 'padding', start: match.index, end, count: run.length, text: after.slice(0, 512) }
  }
}
