import { foldUnit } from '../match/fold.js'
import type { Hits } from './hits.js'
import { stands } from './needle.js'
import type { Needle } from './needle.js'

/** Needles of one to three units, by their last unit. Thousands of pictographs are looked for only where there are any. */
export interface Shorts {
  /** 1 where a needle ends with this ASCII unit. */
  readonly ends: Uint8Array
  readonly ascii: readonly (readonly Needle[] | undefined)[]
  readonly beyond: ReadonlyMap<number, readonly Needle[]>
}

export function makeShorts(needles: readonly Needle[]): Shorts {
  const ends = new Uint8Array(128)
  const ascii: (Needle[] | undefined)[] = Array.from({ length: 128 }, () => undefined)
  const beyond = new Map<number, Needle[]>()
  for (const needle of needles) {
    const last = needle.text.charCodeAt(needle.text.length - 1)
    const known = last < 128 ? ascii[last] : beyond.get(last)
    if (known !== undefined) known.push(needle)
    else if (last >= 128) beyond.set(last, [needle])
    else {
      ends[last] = 1
      ascii[last] = [needle]
    }
  }
  return { ends, ascii, beyond }
}

/** Looks for the needles that end at `at`. */
export function lookShort(
  needles: readonly Needle[] | undefined,
  text: string,
  at: number,
  hits: Hits,
): void {
  if (needles === undefined) return
  for (const needle of needles)
    if (stands(needle, text, at - needle.text.length + 1)) hits.addAll(needle.numbers)
}

export function scanBeyond({ beyond }: Shorts, text: string, hits: Hits): void {
  for (let i = 0; i < text.length; i++) {
    const unit = foldUnit(text.charCodeAt(i))
    if (unit > 127) lookShort(beyond.get(unit), text, i, hits)
  }
}
