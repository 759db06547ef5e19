/** Lines of a file that an attacker added; the whole file without lines. */
export interface Span {
  readonly file: string
  readonly from?: number
  readonly to?: number
}

/** One thing to be judged, and what others say it is. */
export interface Sample {
  readonly corpus: string
  /** Below the folder of its corpus. */
  readonly path: string
  /** Where it lies on this machine. */
  readonly at: string
  readonly sha256: string
  readonly label: string
  readonly tier: string
  readonly unit: string
  readonly payload: string
  /** Near-duplicates share one; a sample without near-duplicates has its own. */
  readonly family: string
  readonly spans: readonly Span[]
  /** `corpus:path` of the same thing without the attack. */
  readonly pair: string
}

/** `SKILL.md:3-9|scripts/a.sh` */
export function parseSpans(text: string): readonly Span[] {
  return text
    .split('|')
    .filter((part) => part !== '')
    .map((part) => {
      const lines = /^(.+):(\d+)-(\d+)$/.exec(part)
      return lines === null
        ? { file: part }
        : { file: lines[1] ?? part, from: Number(lines[2]), to: Number(lines[3]) }
    })
}
