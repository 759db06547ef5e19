/**
 * Case folding of Sigma (rules 2.1, General: values are case-insensitive), per UTF-16 unit and independent of context:
 * the lower case of the unit where that is one unit. Exactly `toLowerCase` for ASCII, and without its surprises (final
 * sigma, dotted I) elsewhere.
 */
export function foldUnit(unit: number): number {
  if (unit < 128) return unit >= 65 && unit <= 90 ? unit + 32 : unit
  const page = pages[unit >> 8] ?? (pages[unit >> 8] = makePage(unit >> 8))
  return page[unit & 255] ?? unit
}

const pages: (Uint16Array | undefined)[] = []

function makePage(high: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, low) => {
    const unit = (high << 8) | low
    const lower = String.fromCharCode(unit).toLowerCase()
    return lower.length === 1 ? lower.charCodeAt(0) : unit
  })
}

const beyondAscii = /[^\0-\x7f]/

/** Folds a whole text; equal length. */
export function fold(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase()
  const units = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) units[i] = foldUnit(text.charCodeAt(i))
  let out = ''
  for (let i = 0; i < units.length; i += 8192) out += String.fromCharCode(...units.subarray(i, i + 8192))
  return out
}
