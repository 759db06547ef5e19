import { rateOf } from './rate.js'
import type { Rate } from './rate.js'
import { isFlagged } from './seen.js'
import { flaggedIn, foundIn, isFoundInPlace, thresholdFor } from './sets.js'
import type { Figure, Judged } from './sets.js'

/** Share of benign items that may be flagged where recall is given at a fixed rate. */
const benignShare = 0.015

export interface Input {
  readonly labelled: readonly Judged[]
  readonly byHand: readonly Judged[]
  readonly wild: readonly Judged[]
}

/** All figures of one measurement. */
export interface Measured {
  readonly figures: readonly Figure[]
  /** Injected items that are flagged for any reason at all. */
  readonly flaggedAnywhere: Rate
  /** Of the suspicious ones by hand; a miss list is kept in `figures`. */
  readonly atFixedRate: readonly { readonly name: string; readonly threshold: number; readonly found: Rate }[]
  /** Alerts per thousand unlabelled skills. */
  readonly alerts: readonly { readonly label: string; readonly rate: Rate; readonly perThousand: number }[]
}

const wildCampaigns = [
  ['P1', 'wild malicious, campaign P1'],
  ['P2', 'wild malicious, campaign P2'],
] as const

export function measure({ labelled, byHand, wild }: Input): Measured {
  const of = (label: string, ...tiers: readonly string[]): Judged[] =>
    labelled.filter(({ sample }) => sample.label === label && tiers.includes(sample.tier))
  const skills = (judged: readonly Judged[]): Judged[] =>
    judged.filter(({ sample }) => sample.unit.startsWith('skill'))
  const servers = (judged: readonly Judged[]): Judged[] =>
    judged.filter(({ sample }) => !sample.unit.startsWith('skill'))
  const malicious = of('malicious', 'wild')
  const benign = skills(labelled.filter(({ sample }) => sample.label === 'benign'))
  const injected = of('malicious', 'constructed-line-level')
  const twins = new Set(injected.map(({ sample }) => sample.pair))
  const clean = benign.filter(
    ({ sample }) => sample.corpus === 'skill-inject' || twins.has(nameOf({ sample })),
  )
  const semantic = of('malicious', 'semantic-context')
  const hand = (label: string): Judged[] => byHand.filter(({ sample }) => sample.label === label)
  const threshold = thresholdFor(benign, benignShare)
  return {
    figures: [
      ...wildCampaigns.map(([start, name]) =>
        foundIn(
          name,
          malicious.filter(({ sample }) => sample.payload.startsWith(start)),
        ),
      ),
      foundIn('wild malicious, both', malicious),
      flaggedIn('benign skills, all', benign),
      ...['wild', 'trusted', 'community', 'synthetic', 'fixture'].map((tier) =>
        flaggedIn(
          `benign skills, ${tier}`,
          benign.filter(({ sample }) => sample.tier === tier),
        ),
      ),
      flaggedIn('by hand: benign', hand('benign')),
      flaggedIn('by hand: risky but honest', hand('risky-but-honest')),
      foundIn('by hand: suspicious', hand('suspicious')),
      foundIn('by hand: malicious', hand('malicious')),
      foundIn('injected lines, right span', injected, isFoundInPlace),
      flaggedIn('clean twins of the injected', clean),
      foundIn('semantic set, static', semantic),
      foundIn('constructed malicious skills', skills(of('malicious', 'constructed', 'fixture'))),
      foundIn('synthetic malicious skills', skills(of('malicious', 'synthetic'))),
      foundIn('MCP: malicious server files', servers(of('malicious', 'constructed'))),
      foundIn('MCP: synthetic malicious configurations', servers(of('malicious', 'synthetic'))),
      flaggedIn('MCP: benign servers and tool lists', servers(of('benign', 'constructed', 'trusted'))),
      flaggedIn('MCP: synthetic benign configurations', servers(of('benign', 'synthetic'))),
    ],
    flaggedAnywhere: rateOf(injected.filter(({ seen }) => isFlagged(seen)).length, injected.length),
    atFixedRate: [
      ['semantic set', semantic],
      ['wild malicious', malicious],
      ['injected lines', injected],
    ].map(([name, judged]) => ({
      name: name as string,
      threshold,
      found: atLeast(judged as readonly Judged[], threshold),
    })),
    alerts: alertsOf(wild),
  }
}

function nameOf({ sample }: Pick<Judged, 'sample'>): string {
  return `${sample.corpus}:${sample.path}`
}

function atLeast(judged: readonly Judged[], threshold: number): Rate {
  return rateOf(judged.filter(({ seen }) => seen.score >= threshold).length, judged.length)
}

function alertsOf(wild: readonly Judged[]): Measured['alerts'] {
  if (wild.length === 0) return []
  return ['malicious', 'suspicious', 'undetermined'].map((label) => {
    const count = wild.filter(({ seen }) => seen.label === label).length
    return { label, rate: rateOf(count, wild.length), perThousand: (1000 * count) / wild.length }
  })
}
