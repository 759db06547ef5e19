import { buildRecord, normalisePath } from '@clawback/model'
import type { Artifact, Coverage, EventRecord, Kind, Match, RunOutcome, Stage } from '@clawback/model'
import { describe, expect, test } from 'vitest'
import { buildProfile } from './build.js'

const artifact: Artifact = {
  id: 'sha256:a', kind: 'skill', name: 'a', origin: { type: 'folder', locator: '.' }, files: [], links: [], servers: [], gaps: [],
} // prettier-ignore
const coverage: Coverage = { files: { total: 1, read: 1 }, engines: {}, gaps: [] }
let seq = 0

function record(
  kind: Kind,
  stage: Stage,
  fields: Readonly<Record<string, string | number | boolean>>,
): EventRecord {
  return buildRecord({
    kind, stage, time: '2026-01-01T00:00:00.000Z', seq: seq++, 'source.engine': 't', 'source.version': '1',
    'source.channel': 'file', 'source.trust': 3, 'subject.artifact': 'sha256:a', 'subject.run': 'r', ...fields,
  }) // prettier-ignore
}

function outcome(name: string, covered: boolean): RunOutcome {
  return {
    run: name, artifact: 'sha256:a', entry: { actor: 'script', name, command: [] }, variant: 'base', covered,
    status: covered ? 'completed' : 'missing-dependency', durationMs: 1, events: 1, cell: 'c', degraded: [], gaps: [], digest: '',
  } // prettier-ignore
}

function profile(
  records: readonly EventRecord[],
  runs: readonly RunOutcome[] = [],
  matches: readonly Match[] = [],
) {
  return buildProfile({ artifact, records, matches, coverage, runs, versions: {} })
}

describe('hidden and unused', () => {
  const claim = record('manifest.claim', 'read', { 'manifest.claim': 'http.request:api.weather.example' })
  const asked = record('http.request', 'run', { 'url.domain': 'api.weather.example', 'server.port': 443 })
  const other = record('http.request', 'run', { 'url.domain': 'collect.example', 'server.port': 443 })

  test('what was declared and done is neither', () => {
    expect(profile([claim, asked])).toMatchObject({ hidden: [], unused: [] })
  })
  test('what was done and not declared is hidden', () => {
    expect(profile([claim, asked, other]).hidden.map(({ target }) => target)).toEqual(['collect.example:443'])
  })
  test('what was declared and not done is unused', () => {
    expect(profile([claim]).unused.map(({ target }) => target)).toEqual(['api.weather.example'])
  })
  test('a limit is no claim', () => {
    const never = record('manifest.claim', 'read', {
      'manifest.claim': 'http.request',
      'manifest.claim.negated': true,
    })
    expect(profile([never, other]).hidden).toHaveLength(1)
  })
})

test('what a program needs to start is no capability of the artifact', () => {
  const start = ['/usr/lib/python3/os.py', '/etc/ld.so.cache', '/proc/self/maps', '/skill/a.py']
  expect(
    profile(start.map((path) => record('file.read', 'run', { 'file.path': path }))).capabilities,
  ).toEqual([])
})

test('evidence leads to records, and repeats are one capability', () => {
  const reads = [1, 2].map((n) =>
    record('file.read', 'run', { 'file.path': '/home/dana/.aws/credentials', 'process.pid': n }),
  )
  const [one, ...rest] = profile(reads).capabilities
  expect(rest).toEqual([])
  expect(one).toMatchObject({ action: 'file.read', target: '~/.aws/credentials', basis: 'observed' })
  expect(one?.refs).toEqual(reads.map(({ id }) => id))
})

test('an entry point that never got going is a material gap', () => {
  const { entries, gaps } = profile([], [outcome('a.py', true), outcome('b.py', false)]).coverage
  expect(entries).toEqual({ total: 2, ran: 1 })
  expect(gaps).toMatchObject([{ path: 'b.py', material: true }])
})

test('paths are the same for every person and machine', () => {
  expect(['/home/x/.ssh/id', '/root/.ssh/id', '/Users/y/.ssh/id', '/tmp/abc/d'].map(normalisePath)).toEqual([
    '~/.ssh/id', '~/.ssh/id', '~/.ssh/id', '/tmp/*',
  ]) // prettier-ignore
})
