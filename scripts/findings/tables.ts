import { isIP } from 'node:net'
import type { Ledger } from '@clawback/ledger'
import { corpusCoverage, corpusStats, grepRecords, shareOf } from '@clawback/lab'
import type { BasedPrevalence, Prevalence, Share } from '@clawback/lab'
import { isPackageRegistry, kindOfHost } from './hosts.js'
import { markdown, quoted } from './markers.js'
import { paceTables } from './pace.js'
import { relationTables } from './relations.js'
import { keys, searches } from './searches.js'

const all = 1_000_000
const long = 25

/** All tables of the page, by name. */
export async function tablesOf(ledger: Ledger): Promise<ReadonlyMap<string, string>> {
  const stats = await corpusStats(ledger, all)
  const levels = new Map(
    (await ledger.all('SELECT DISTINCT rule, level FROM finding')).map((r) => [r['rule'], r['level']]),
  )
  const common = new Set(['text-tells-to-fetch', 'text-tells-to-send', 'code-posts'])
  const pairs = stats.rulePairs.filter(({ a, b }) => !common.has(a) && !common.has(b))
  return new Map([
    ...(await paceTables(ledger)),
    ['verdicts', markdown(['verdict', 'skills', 'share (95 %)'], stats.verdicts.map(plain))],
    ...(await coverageTables(ledger)),
    ['actions', based(stats.actions)],
    ['programs', based(targets(stats.capabilities, 'process.exec ').slice(0, long))],
    ['hosts-read', hostTable(stats.hosts, 'static')],
    ['hosts-seen', hostTable(stats.hosts, 'observed')],
    ...(await searchTables(ledger, stats.artifacts)),
    [
      'rules',
      markdown(
        ['rule', 'level', 'skills', 'share (95 %)'],
        stats.rules.map((one) => [
          `\`${one.name}\``,
          String(levels.get(one.name) ?? ''),
          ...plain(one).slice(1),
        ]),
      ),
    ],
    [
      'together',
      markdown(
        ['skills', 'times as often as by chance', 'rule', 'and'],
        pairs
          .slice(0, 15)
          .map(({ a, b, artifacts, lift }) => [artifacts, lift.toFixed(1), `\`${a}\``, `\`${b}\``]),
      ),
    ],
    ...(await relationTables(ledger)),
  ])
}

function targets(capabilities: readonly BasedPrevalence[], action: string): readonly BasedPrevalence[] {
  return capabilities
    .filter(({ name }) => name.startsWith(action))
    .map((one) => ({ ...one, name: one.name.slice(action.length) }))
    .filter(({ name, observed }) => observed > 0 && !['sh', 'bash', 'timeout'].includes(name))
    .sort((a, b) => b.observed - a.observed)
}

function plain(one: Prevalence): readonly [string, number, string] {
  return [
    one.name,
    one.artifacts,
    interval({ hits: 0, of: 0, value: one.share, low: one.low, high: one.high }),
  ]
}

function based(rows: readonly BasedPrevalence[]): string {
  return markdown(
    ['what', 'skills', 'share (95 %)', 'said', 'read', 'seen', 'only seen'],
    rows.map((one) => [
      quoted(one.name),
      ...plain(one).slice(1),
      one.declared,
      one.static,
      one.observed,
      one.onlyObserved,
    ]),
  )
}

function hostTable(hosts: readonly BasedPrevalence[], by: 'static' | 'observed'): string {
  // Stores that were written before addresses of the sandbox were left out have them as hosts that were only seen.
  const named = hosts.filter(
    ({ name, ...one }) =>
      one[by] > 0 && /[a-z0-9]/.test(name) && !name.includes('/') && (isIP(name) === 0 || by === 'static'),
  )
  const sorted = [...named].sort((a, b) => b[by] - a[by]).slice(0, long)
  return markdown(
    ['host', 'kind', 'read in', 'reached for in'],
    sorted.map((one) => [
      isPackageRegistry(one.name) ? 'a package registry' : quoted(one.name.replaceAll('.', '[.]')),
      kindOfHost(one.name),
      one.static,
      one.observed,
    ]),
  )
}

async function coverageTables(ledger: Ledger): Promise<readonly (readonly [string, string])[]> {
  const { artifacts, problems, files, ran, gotGoing, gapped, actors, gaps } = await corpusCoverage(ledger)
  const failed = Object.values(problems).reduce((sum, n) => sum + n, 0)
  const statuses = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .sort(([, a], [, b]) => b - a)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')
  return [
    [
      'coverage',
      markdown(
        ['what', 'of', 'share (95 %)'],
        [
          [
            'sources that could not be taken in',
            `${failed} of ${artifacts + failed}`,
            interval(shareOf(failed, artifacts + failed)),
          ],
          ...(
            [
              ['files that were read', files],
              ['skills in which anything was run', ran],
              ['of these, something got past its imports', gotGoing],
              ['skills with a gap that matters', gapped],
            ] as const
          ).map(([what, share]) => [what, `${share.hits} of ${share.of}`, interval(share)]),
        ],
      ),
    ],
    [
      'runs',
      markdown(
        ['actor', 'skills', 'runs', 'entry points that got going', 'how runs ended'],
        actors.map((one) => [
          one.actor,
          one.artifacts,
          one.runs,
          `${one.entries.hits} of ${one.entries.of} (${interval(one.entries)})`,
          statuses(one.statuses),
        ]),
      ),
    ],
    [
      'gaps',
      markdown(
        ['reason', 'matters', 'skills', 'times'],
        gaps.map(({ reason, material, artifacts: n, times }) => [
          `\`${reason}\``,
          material ? 'yes' : 'no',
          n,
          times,
        ]),
      ),
    ],
  ]
}

async function searchTables(ledger: Ledger, among: number): Promise<readonly (readonly [string, string])[]> {
  const having = searches.map(() => new Set<string>())
  const asked = new Map<string, Set<string>>()
  const askers = new Set<string>()
  for await (const { query, artifact, found } of grepRecords(ledger, [...searches, keys])) {
    having[query]?.add(artifact)
    if (query < searches.length) continue
    askers.add(artifact)
    asked.set(found, (asked.get(found) ?? new Set<string>()).add(artifact))
  }
  const about = (...names: readonly string[]): string =>
    markdown(
      ['what', 'skills', 'share (95 %)'],
      searches.flatMap((one, at) => {
        const n = having[at]?.size ?? 0
        return names.includes(one.about) ? [[one.what, n, interval(shareOf(n, among))]] : []
      }),
    )
  const top = [...asked].sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1)).slice(0, long)
  return [
    ['installs', about('install', 'installed')],
    ['places', about('place')],
    [
      'keys',
      markdown(
        ['name', 'skills', 'share (95 %)'],
        [
          ['any', askers.size, interval(shareOf(askers.size, among))],
          ...top.map(([name, of]) => [`\`${name}\``, of.size, interval(shareOf(of.size, among))]),
        ],
      ),
    ],
  ]
}

function interval({ value, low = 0, high = 1 }: Share): string {
  const percent = (share: number): string => (share * 100).toFixed(1)
  return value === undefined ? '' : `${percent(value)} % (${percent(low)}–${percent(high)})`
}
