/** A stretch of a text, in UTF-16 units. */
export interface Run {
  readonly start: number
  readonly end: number
}

export interface Runs {
  /** Longest stretches of letters, digits and `+/_-`, of at least {@link shortest}: no encoding in letters lies outside of them. */
  readonly letters: readonly Run[]
  /** Longest stretches of printable ASCII of at least 20, between white space. */
  readonly words: readonly Run[]
}

const shortest = { letters: 16, words: 20 }

/** 2: letters, digits and `+/_-`; 1: other printable ASCII; 0: all else. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) =>
  code <= 32 || code === 127 ? 0 : /[A-Za-z0-9+/_-]/.test(String.fromCharCode(code)) ? 2 : 1,
)

/** Finds the stretches that may be encoded in one pass over the text. */
export function findRuns(text: string): Runs {
  const letters: Run[] = []
  const words: Run[] = []
  let letter = 0
  let word = 0
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    const kind = code < 128 ? kinds[code] : 0
    if (kind === 2) continue
    if (at - letter >= shortest.letters) letters.push({ start: letter, end: at })
    letter = at + 1
    if (kind === 1) continue
    if (at - word >= shortest.words && isGap(text, word - 1) && isGap(text, at))
      words.push({ start: word, end: at })
    word = at + 1
  }
  return { letters, words }
}

function isGap(text: string, at: number): boolean {
  return at < 0 || at >= text.length || /\s/.test(text.charAt(at))
}
