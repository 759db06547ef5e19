import { isLookalike, skeleton, twinOf } from './homoglyphs.js'

/** A text as it was meant to be read, and how it was written instead. */
export interface Undisguised {
  /** Only the lines that wore a disguise, without it. */
  readonly text: string
  /** Where the first of them starts, in UTF-16 units. */
  readonly start: number
  readonly disguises: readonly Disguise[]
}

export type Disguise = 'zero-width' | 'width' | 'lookalike' | 'spaced'

/** Letters that must be in disguise before a text counts as disguised: one brand name or formula is no disguise. */
const fewest = 12

/**
 * Undoes what makes Latin text unreadable to a search and not to a model: characters without width between letters
 * (Unicode TR36, 3.5), letters of other widths and styles (UAX 15, NFKC), letters of other scripts that look Latin
 * (UTS 39, 4), and a space after every letter. Undefined when nothing of the kind is there.
 */
export function undisguise(text: string): Undisguised | undefined {
  if (!suspicious.test(text)) return undefined
  const disguises = new Set<Disguise>()
  const kept: string[] = []
  let letters = 0
  let start: number | undefined
  let at = 0
  for (const line of text.split('\n')) {
    const bare = steps.reduce((now, [name, undo]) => {
      const next = undo(now)
      if (next.text === now) return now
      disguises.add(name)
      letters += next.letters
      return next.text
    }, line)
    if (bare !== line) {
      kept.push(bare)
      start ??= at
    }
    at += line.length + 1
  }
  return letters < fewest || start === undefined
    ? undefined
    : { text: kept.join('\n'), start, disguises: [...disguises] }
}

interface Step {
  readonly text: string
  /** Letters that were in disguise. */
  readonly letters: number
}

const invisible = '\u00ad\u200b-\u200d\u2060-\u2064\ufeff'
const styled = '\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}'
/** Cheap to ask first: nearly all texts have none of it. */
const suspicious = new RegExp(
  `[A-Za-z][${invisible}][A-Za-z]|[${styled}]{4}|[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]|(?<![^\\s])(?:[A-Za-z] {1,3}){8}`,
  'u',
)

const insideWords = new RegExp(`(?<=[A-Za-z])[${invisible}]+(?=[A-Za-z])`, 'gu')
const anyInvisible = new RegExp(`[${invisible}]+`, 'gu')

const steps: readonly (readonly [Disguise, (line: string) => Step])[] = [
  ['zero-width', seen],
  ['width', replaced(new RegExp(`[${styled}]`, 'gu'), (letter) => letter.normalize('NFKC'))],
  ['lookalike', latin],
  ['spaced', closed],
]

function replaced(pattern: RegExp, by: (found: string) => string): (line: string) => Step {
  return (line) => {
    let letters = 0
    const text = line.replace(pattern, (found) => {
      letters += 1
      return by(found)
    })
    return { text, letters }
  }
}

/** A line with such characters inside its words is read without any of them. */
function seen(line: string): Step {
  const letters = (line.match(insideWords) ?? []).length
  return letters < 4 ? { text: line, letters: 0 } : { text: line.replace(anyInvisible, ''), letters }
}

/** A line with words of mixed scripts is Latin throughout: then words that are foreign as a whole are meant so too. */
function latin(line: string): Step {
  let letters = 0
  const mixed = line.replace(/[\p{L}\p{M}]{2,64}/gu, (word) => {
    const plain = skeleton(word)
    if (plain !== undefined) letters += Array.from(word).filter(isLookalike).length
    return plain ?? word
  })
  if (letters < 4) return { text: line, letters: 0 }
  const text = mixed.replace(/[\p{L}\p{M}]+/gu, (word) =>
    Array.from(word).every(isLookalike) ? Array.from(word, twinOf).join('') : word,
  )
  return { text, letters }
}

/** `I g n o r e  a l l`: single letters in a row are words, two spaces part them. */
function closed(line: string): Step {
  let letters = 0
  const text = line.replace(/(?<!\S)[A-Za-z](?: [A-Za-z,.;:'-]){1,64}(?!\S)/g, (run) => {
    letters += run.length >> 1
    return run.replaceAll(' ', '')
  })
  return letters < fewest ? { text: line, letters: 0 } : { text: text.replace(/ {2,}/g, ' '), letters }
}
