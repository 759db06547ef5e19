import { foldUnit } from '../match/fold.js'
import type { Hits } from './hits.js'
import { stands } from './needle.js'
import type { Needle } from './needle.js'

/**
 * Needles of one to three units. The pass over a text holds its last four folded units in one number; the last two of them
 * say whether any short needle may end here. Thousands of pictographs are looked for only where there are any.
 */
export interface Shorts {
  /** 1 where the last two units may end a needle: unit before the last << 8 | last. */
  readonly pairs: Uint8Array
  /** By the last unit of the needle, below 256. */
  readonly byEnd: readonly (readonly Short[] | undefined)[]
  readonly beyond: ReadonlyMap<number, readonly Needle[]>
}

interface Short {
  readonly needle: Needle
  /** The needle's units as the pass holds them, and which bits of it they take. */
  readonly key: number
  readonly mask: number
}

const noPairs = new Uint8Array(0x10000)

/** `more` are pairs that the pass has to stop at too. */
export function makeShorts(needles: readonly Needle[], more: Uint8Array = noPairs): Shorts {
  const pairs = needles.length === 0 ? more : Uint8Array.from(more)
  const byEnd: (Short[] | undefined)[] = Array.from({ length: 256 }, () => undefined)
  const beyond = new Map<number, Needle[]>()
  for (const needle of needles) {
    const last = needle.text.charCodeAt(needle.text.length - 1)
    if (last >= 128) {
      const known = beyond.get(last)
      if (known === undefined) beyond.set(last, [needle])
      else known.push(needle)
      continue
    }
    const short = shortOf(needle)
    const known = byEnd[last]
    if (known === undefined) byEnd[last] = [short]
    else known.push(short)
    if (needle.text.length > 1) pairs[short.key & 0xffff] = 1
    else for (let before = 0; before < 256; before++) pairs[(before << 8) | last] = 1
  }
  return { pairs, byEnd, beyond }
}

function shortOf(needle: Needle): Short {
  const mask = (1 << (8 * needle.text.length)) - 1
  let key = 0
  for (let i = 0; i < needle.text.length; i++) key = (key << 8) ^ needle.text.charCodeAt(i)
  return { needle, key: key & mask, mask }
}

/** Looks for the needles that end at `at`; `key` holds the last four units there. */
export function lookShort({ byEnd }: Shorts, key: number, text: string, at: number, hits: Hits): void {
  const shorts = byEnd[key & 0xff]
  if (shorts === undefined) return
  for (const { needle, key: wanted, mask } of shorts)
    if ((key & mask) === wanted && stands(needle, text, at - needle.text.length + 1))
      hits.addAll(needle.numbers)
}

export function scanBeyond({ beyond }: Shorts, text: string, hits: Hits): void {
  if (beyond.size === 0) return
  for (let i = 0; i < text.length; i++) {
    const unit = foldUnit(text.charCodeAt(i))
    if (unit < 128) continue
    for (const needle of beyond.get(unit) ?? [])
      if (stands(needle, text, i - needle.text.length + 1)) hits.addAll(needle.numbers)
  }
}
