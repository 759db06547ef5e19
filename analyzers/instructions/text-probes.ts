import type { Fact, Probe, TextProbe } from '@clawback/model'

import { probeFields } from '../probe-fields.js'
import type { FactFields, ReadContext } from '../context.js'
import type { Search } from '../pattern.js'
import { compileSearch } from '../pattern.js'
import { openSieve } from '../sieve.js'
import type { Sieve } from '../sieve.js'
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
  /** Probes that could not be run, or were stopped: `read.gap` facts. */
  gaps(): readonly Fact[]
}

interface Running {
  readonly probe: TextProbe
  readonly roles: ReadonlySet<string> | undefined
  readonly searches: readonly Search[]
  /** Milliseconds spent; a probe that takes too long is stopped. */
  spent: number
  hits: number
}

/** The probes that look at stretches of one role, and what tells which of them may hit. */
interface Watch {
  readonly running: readonly Running[]
  readonly sieve: Sieve
}

/** Roles that only probes which name them look at. */
const onRequest: ReadonlySet<string> = new Set(['code', 'section'])

const most = { msPerProbe: 400, hitsPerProbe: 200 }

/** Readies the text probes of packs. A pattern that cannot be run safely is a gap, not a crash, and never "no hit". */
export function compileTextProbes(probes: readonly Probe[], context: ReadContext): TextProbes {
  const gaps: Fact[] = []
  const gap = (probe: TextProbe, detail: string): void => {
    gaps.push(
      context.gap('probe-failed', undefined, `text probe ${probe.id} of ${probe.pack}: ${detail}`, false),
    )
  }
  const running = probes
    .filter((probe) => probe.kind === 'text')
    .map((probe): Running => ({
      probe,
      roles: probe.roles === undefined ? undefined : new Set(probe.roles),
      searches: probe.patterns.flatMap((pattern) => {
        try {
          return [searchFor(pattern)]
        } catch (problem) {
          gap(probe, problem instanceof Error ? problem.message : String(problem))
          return []
        }
      }),
      spent: 0,
      hits: 0,
    }))
  const watches = new Map<string, Watch>()
  const watchOf = (role: string): Watch => {
    const known = watches.get(role)
    if (known !== undefined) return known
    // Code is looked at only by probes that ask for it: a probe on prose would drown in it. Sections too: their blocks
    // are looked at one by one already.
    const looking = running.filter(({ roles }) =>
      roles === undefined ? !onRequest.has(role) : roles.has(role),
    )
    const watch = { running: looking, sieve: sieveOf(looking) }
    watches.set(role, watch)
    return watch
  }

  function run(one: Running, stretch: Stretch, text: string, lower: string): Fact | undefined {
    const { probe, searches } = one
    if (one.spent > most.msPerProbe || one.hits >= most.hitsPerProbe) return undefined
    const started = context.clock.monotonic()
    const found = firstOf(searches, text, lower)
    one.spent += context.clock.monotonic() - started
    if (one.spent > most.msPerProbe) gap(probe, 'it took too long on this artifact and was stopped')
    if (found === undefined) return undefined
    one.hits++
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

  return {
    match(stretch) {
      const watch = watchOf(stretch.role)
      if (watch.running.length === 0) return []
      const text = unwrap(stretch.role, stretch.text)
      const lower = text.toLowerCase()
      const marked = new Set<number>()
      watch.sieve(lower, (at) => void marked.add(at))
      const found: Fact[] = []
      for (const at of inOrder(marked)) {
        const one = watch.running[at]
        const fact = one === undefined ? undefined : run(one, stretch, text, lower)
        if (fact !== undefined) found.push(fact)
      }
      return found
    },
    gaps: () => gaps,
  }
}

const none: readonly number[] = []

function inOrder(marked: ReadonlySet<number>): readonly number[] {
  return marked.size === 0 ? none : [...marked].sort((a, b) => a - b)
}

/** Probes of a role are the same for every artifact. */
const sieves = new Map<string, Sieve>()

/** A sieve of probes, each marked when one of its patterns may match. */
function sieveOf(running: readonly Running[]): Sieve {
  const pieces = running.map(({ searches }) => {
    const all = searches.map((search) => search.pieces)
    return all.includes(undefined) ? undefined : all.flatMap((some) => some ?? [])
  })
  const key = JSON.stringify(pieces)
  const sieve = sieves.get(key) ?? openSieve(pieces)
  if (sieves.size < mostSieves) sieves.set(key, sieve)
  return sieve
}

const mostSieves = 256

/** Patterns of packs are few, and the same for every artifact. */
const compiled = new Map<string, Search>()
const mostCompiled = 4096

function searchFor(pattern: string): Search {
  const search = compiled.get(pattern) ?? compileSearch(pattern)
  if (compiled.size < mostCompiled) compiled.set(pattern, search)
  return search
}

function firstOf(searches: readonly Search[], text: string, lower: string): ReturnType<Search> {
  for (const search of searches) {
    const found = search(text, lower)
    if (found !== undefined) return found
  }
  return undefined
}

function newlines(text: string, until: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < until; at = text.indexOf('\n', at + 1)) count++
  return count
}
