import type { StoryLine } from '@clawback/guard'
import { paint } from '../terminal/paint.js'

/** A story as indented lines: who, what, on what, with which credential, when, and the record that shows it. */
export function storyLines(lines: readonly StoryLine[], indent = ''): readonly string[] {
  return lines.flatMap((line, i) => {
    const last = i === lines.length - 1
    return [
      `${indent}${last ? '└─ ' : '├─ '}${describe(line)}`,
      ...storyLines(line.children, `${indent}${last ? '   ' : '│  '}`),
    ]
  })
}

function describe(line: StoryLine): string {
  const on = line.on === undefined ? '' : ` ${paint(line.on, 'cyan')}`
  const credential = line.credential === undefined ? '' : ` with ${line.credential.slice(0, 12)}`
  const where = paint(`${credential} ${line.time} ${line.level} ${line.score.toFixed(2)} ${line.ref}`, 'dim')
  const rules = line.rules.length === 0 ? '' : ` ${paint(`▲ ${line.rules.join(', ')}`, 'red')}`
  return `${paint(line.who, 'bold')} ${paint(line.what, 'dim')}${on}${where}${rules}`
}
