import type { Fact, Probe, TextProbe } from '@clawback/model'

import { probeFields } from '../probe-fields.js'
import type { FactFields, ReadContext } from '../context.js'
import type { Candidate } from '../search/searches.js'
import type { ReadyProbe } from './ready-probes.js'
import { readyProbes } from './ready-probes.js'
import { unwrap } from './unwrap.js'

/** A stretch of text that probes look at. */
export interface Stretch {
  readonly role: string
  readonly text: string
  readonly fields: FactFields
  readonly line: number
}

export interface TextProbes {
  /** Hits of every probe on one stretch, as `text.match` facts. */
  match(stretch: Stretch): readonly Fact[]
  /** What nothing looked at so far says, at the page `path`: a `text.absent` fact for each probe that asks for it. */
  absent(path: string): readonly Fact[]
  /** Probes that could not be run, or were stopped: `read.gap` facts. */
  gaps(): readonly Fact[]
}

/** What a probe has cost and found in one artifact. */
interface Tally {
  /** Milliseconds spent; a probe that takes too long is stopped. */
  spent: number
  hits: number
}

const most = { msPerProbe: 400, hitsPerProbe: 200 }

/** Readies the text probes of packs. A pattern that cannot be run safely is a gap, not a crash, and never "no hit". */
export function compileTextProbes(probes: readonly Probe[], context: ReadContext): TextProbes {
  const gaps: Fact[] = []
  const gap = (probe: TextProbe, detail: string): void => {
    gaps.push(
      context.gap('probe-failed', undefined, `text probe ${probe.id} of ${probe.pack}: ${detail}`, false),
    )
  }
  const ready = readyProbes(probes)
  for (const { probe, problems } of ready.probes) for (const problem of problems) gap(probe, problem)
  const tallies = new Map<ReadyProbe, Tally>()
  const tallyOf = (probe: ReadyProbe): Tally => {
    const tally = tallies.get(probe) ?? { spent: 0, hits: 0 }
    tallies.set(probe, tally)
    return tally
  }

  function look(of: ReadyProbe, find: Candidate['find']): ReturnType<Candidate['find']> {
    const tally = tallyOf(of)
    const enough = of.probe.absent === true ? 1 : most.hitsPerProbe
    if (tally.spent > most.msPerProbe || tally.hits >= enough) return undefined
    const started = context.clock.monotonic()
    const found = find()
    tally.spent += context.clock.monotonic() - started
    if (tally.spent > most.msPerProbe) gap(of.probe, 'it took too long on this artifact and was stopped')
    if (found !== undefined) tally.hits++
    return found
  }

  return {
    match(stretch) {
      const { of: probes, searches } = ready.watch(stretch.role)
      if (probes.length === 0) return none
      const facts: Fact[] = []
      let last: ReadyProbe | undefined
      for (const { pattern, find } of searches(unwrap(stretch.role, stretch.text))) {
        const of = probes[pattern]
        // Patterns of a probe stand together, and one place a stretch is enough.
        if (of === undefined || of === last) continue
        const found = look(of, find)
        if (found === undefined) continue
        last = of
        if (of.probe.absent === true) continue
        facts.push(factOf(of.probe, stretch, found, context))
      }
      return facts
    },
    absent: (path) =>
      ready.probes
        .filter((of) => of.probe.absent === true && isUnsaid(of, tallyOf(of)))
        .map(({ probe }) => context.buildFact('text.absent', { 'file.path': path, ...probeFields(probe) })),
    gaps: () => gaps,
  }
}

/** A probe that could not look everywhere cannot tell that something is nowhere. */
function isUnsaid({ problems }: ReadyProbe, { spent, hits }: Tally): boolean {
  return problems.length === 0 && spent <= most.msPerProbe && hits === 0
}

const none: readonly Fact[] = []

function factOf(
  probe: TextProbe,
  stretch: Stretch,
  found: { readonly start: number; readonly end: number },
  context: ReadContext,
): Fact {
  const line = stretch.line + newlines(stretch.text, found.start)
  return context.buildFact('text.match', {
    ...stretch.fields,
    'text.role': stretch.role,
    'text.content': stretch.text.slice(Math.max(0, found.start - 80), found.end + 80),
    'code.line.number': line,
    'code.line.end': line + newlines(stretch.text.slice(found.start), found.end - found.start),
    ...probeFields(probe),
  })
}

function newlines(text: string, until: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < until; at = text.indexOf('\n', at + 1)) count++
  return count
}
