import type { Stretch } from './text-probes.js'
import type { Block } from './block.js'

/** Longest stretch, in UTF-16 units, and how many of them one document gives. */
const most = { units: 4000, stretches: 400 }

/**
 * The source of a document from each heading to the next, heading included, under the role `section`: what is ordered in
 * one sentence and spelled out in the steps below it stands in several blocks, and in one of these. Long ones are cut at
 * line breaks. What is only cited is looked at by itself, and is no step of anything.
 */
export function stretchesOf(
  path: string,
  text: string,
  blocks: readonly Block[],
  cited: ReadonlySet<Block> = new Set(),
): Stretch[] {
  const heads = blocks.filter(({ role }) => role === 'heading')
  const below = (line: number): string => heads.findLast((block) => block.line <= line)?.text ?? ''
  const starts = new Set(heads.map(({ line }) => line))
  const found: Stretch[] = []
  let lines: string[] = []
  let [first, units] = [1, 0]
  const close = (next: number): void => {
    if (units > 0 && found.length < most.stretches) {
      const heading = below(first)
      const section = lines.join('\n')
      const fields = {
        'file.path': path,
        'text.heading': heading === '' ? undefined : heading,
      }
      found.push({ role: 'section', text: section, fields, line: first })
    }
    ;[lines, first, units] = [[], next, 0]
  }
  const left = citedLines(cited)
  for (const [at, given] of text.split('\n').entries()) {
    const line = left.has(at + 1) ? '' : given
    if (starts.has(at + 1) || units + line.length > most.units) close(at + 1)
    lines.push(line)
    units += line.length + 1
  }
  close(0)
  return found
}

function citedLines(cited: ReadonlySet<Block>): ReadonlySet<number> {
  const lines = new Set<number>()
  for (const { line, lineEnd, role } of cited)
    if (role !== 'inline-code') for (let at = line; at <= lineEnd; at++) lines.add(at)
  return lines
}
