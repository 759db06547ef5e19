import { grepRecords, matchingArtifacts, shareOf } from '@clawback/lab'
import type { Filter, TextHit } from '@clawback/lab'
import { ClawbackError } from '@clawback/model'
import { defang } from '../../terminal/defang.js'
import { table } from '../../terminal/table.js'
import { withStore } from './with-store.js'

interface GrepArguments extends Filter {
  readonly store: string
  readonly pattern: string
  readonly record: readonly string[]
  readonly ignoreCase: boolean
  readonly group: boolean
  readonly top: number
  readonly json: boolean
}

/** Prints where a pattern stands in what was read and seen, and in how many artifacts. */
export async function printGrep(given: GrepArguments): Promise<number> {
  const pattern = patternOf(given)
  const hits: TextHit[] = []
  const among = await withStore(given.store, async (ledger) => {
    for await (const hit of grepRecords(ledger, [{ pattern, records: given.record }], given))
      if (given.json && !given.group) process.stdout.write(`${JSON.stringify(hit)}\n`)
      else hits.push(hit)
    return (await matchingArtifacts(ledger, given)).length
  })
  if (given.group) printGroups(hits, given)
  else if (!given.json) printHits(hits, given.top)
  if (!given.json) process.stdout.write(`${total(hits, among)}\n`)
  return 0
}

function patternOf({ pattern, ignoreCase }: GrepArguments): RegExp {
  try {
    return new RegExp(pattern, ignoreCase ? 'iu' : 'u')
  } catch (error) {
    throw new ClawbackError('USAGE', { detail: (error as Error).message })
  }
}

function printHits(hits: readonly TextHit[], top: number): void {
  // The same line is told by several readers.
  const lines = new Map(hits.map((hit) => [`${hit.artifact} ${hit.place} ${hit.line}`, hit]))
  const rows = [...lines.values()].slice(0, top).map((hit) => {
    const place = `${hit.artifact.slice(7, 19)} ${hit.place}`
    return [hit.name, hit.verdict, hit.record, place, defang(hit.line.trim())]
  })
  process.stdout.write(`${table(['artifact', 'verdict', 'record', 'place', 'text'], rows, 100)}\n`)
}

/** Each text that was found, with how many artifacts have it: the same in one of them counts once. */
function printGroups(hits: readonly TextHit[], { top, json }: GrepArguments): void {
  const groups = new Map<string, Set<string>>()
  for (const { found, artifact } of hits) {
    const known = groups.get(found) ?? new Set<string>()
    groups.set(found, known.add(artifact))
  }
  const sorted = [...groups]
    .map(([found, artifacts]) => ({ found, artifacts: artifacts.size }))
    .sort((a, b) => b.artifacts - a.artifacts || (a.found < b.found ? -1 : 1))
    .slice(0, top)
  if (json) for (const one of sorted) process.stdout.write(`${JSON.stringify(one)}\n`)
  else
    process.stdout.write(
      `${table(
        ['artifacts', 'found'],
        sorted.map(({ found, artifacts }) => [String(artifacts), defang(found)]),
        100,
      )}\n`,
    )
}

function total(hits: readonly TextHit[], among: number): string {
  const artifacts = new Set(hits.map(({ artifact }) => artifact)).size
  const { value = 0, low = 0, high = 0 } = shareOf(artifacts, among)
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
  return `${hits.length} places in ${artifacts} of ${among} artifacts, ${percent(value)} (${percent(low)} to ${percent(high)})`
}
