import { safeDisplay } from '@clawback/text'

export type Paint = 'red' | 'yellow' | 'green' | 'cyan' | 'dim' | 'bold'

const codes: Readonly<Record<Paint, readonly [number, number]>> = {
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
}

/** Paints text for a stream: colours only on a terminal and without NO_COLOR; control characters always escaped. */
export function paint(
  text: string,
  colour: Paint,
  stream: { readonly isTTY?: boolean } = process.stdout,
): string {
  const safe = safeDisplay(text)
  if (stream.isTTY !== true || process.env['NO_COLOR'] !== undefined) return safe
  const [on, off] = codes[colour]
  return `\u001b[${on}m${safe}\u001b[${off}m`
}

/** Colour of a verdict label or rule level. */
export function colourOf(label: string): Paint {
  if (label === 'malicious' || label === 'critical' || label === 'high') return 'red'
  if (label === 'suspicious' || label === 'medium' || label === 'undetermined') return 'yellow'
  return label === 'benign' ? 'green' : 'dim'
}
