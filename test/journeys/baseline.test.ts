import { buildProfile } from '@clawback/analyzers'
import { createEvaluator, loadPack } from '@clawback/evaluator'
import { buildRecord } from '@clawback/model'
import type { Artifact, Coverage, EventRecord, Kind } from '@clawback/model'
import { buildPack, generateKey, learnBaseline, trust } from '@clawback/pack-tools'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// What is learned from a run in the sandbox is what a live session is held against: through profile, baseline, signed pack
// and evaluator, each doing its part for real.

const artifact: Artifact = {
  id: 'sha256:a', kind: 'mcp-server', name: 'files', origin: { type: 'folder', locator: '.' },
  files: [], links: [], servers: [], gaps: [],
} // prettier-ignore
const coverage: Coverage = { files: { total: 1, read: 1 }, engines: {}, gaps: [] }

const record = (kind: Kind, stage: 'run' | 'live', seq: number, fields: object): EventRecord =>
  buildRecord({
    kind, stage, seq, time: `2026-01-05T12:00:${String(seq).padStart(2, '0')}.000Z`,
    'source.engine': 'x', 'source.version': '1', 'source.channel': 'kernel', 'source.trust': 3,
    'subject.artifact': artifact.id, 'mcp.server.name': 'files',
    ...(stage === 'run' ? { 'subject.run': 'r' } : { 'session.id': 's', 'human.id': 'human:alice' }),
    ...fields,
  }) // prettier-ignore

const inTheSandbox: readonly (readonly [Kind, object])[] = [
  ['mcp.call', { 'gen_ai.tool.name': 'read_file' }],
  ['file.read', { 'file.path': '/home/dana/notes/a.md' }],
  ['process.exec', { 'process.executable.path': '/usr/bin/git' }],
  ['net.connect', { 'server.address': 'api.files.example', 'server.port': 443 }],
  ['dns.query', { 'dns.question.name': 'api.files.example' }],
]
const inASession: readonly (readonly [Kind, object])[] = [
  ['mcp.call', { 'gen_ai.tool.name': 'read_file' }],
  ['file.read', { 'file.path': '/Users/alice/notes/a.md' }],
  ['process.exec', { 'process.executable.name': 'git' }],
  ['net.connect', { 'url.domain': 'api.files.example' }],
  ['dns.query', { 'dns.question.name': 'api.files.example' }],
]

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'baseline-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a session that does what the sandbox showed deviates by nothing; one tool more is told', async () => {
  const records = inTheSandbox.map(([kind, fields], i) => record(kind, 'run', i, fields))
  const profile = buildProfile({ artifact, records, matches: [], coverage, runs: [], versions: {} })
  expect(profile.capabilities).toHaveLength(inTheSandbox.length)
  const baseline = learnBaseline([profile], { field: 'mcp.server.name', value: 'files' })

  const pack = join(folder, 'pack')
  await cp(join(import.meta.dirname, '../../content/packs/agent-runtime-core'), pack, { recursive: true })
  await mkdir(join(pack, 'baselines'))
  await writeFile(join(pack, 'baselines/files.json'), JSON.stringify(baseline))
  const key = await generateKey()
  const { bytes } = await buildPack(pack, { signKey: key })
  const evaluator = createEvaluator(await loadPack(bytes, [trust(key, 3)]))

  for (const [i, [kind, fields]] of inASession.entries()) {
    const live = record(kind, 'live', i, { id: `live-${i}`, ...fields })
    expect(evaluator.expect(live), kind).toMatchObject({
      'baseline.id': baseline.id, 'baseline.deviation': 0, 'baseline.exceeded': 0, 'baseline.first_seen': true,
    }) // prettier-ignore
    expect(evaluator.evaluate(live)).toEqual([])
  }
  const more = record('mcp.call', 'live', 9, { id: 'more', 'gen_ai.tool.name': 'delete_all' })
  expect(evaluator.evaluate(more)).toMatchObject([{ rule: 'agent-baseline-exceeds', mode: 'shadow' }])
  expect(evaluator.expect(more)).toMatchObject({
    'baseline.deviation': 1,
    'baseline.unseen': ['mcp.tool:delete_all'],
    'baseline.exceeded_by': ['mcp.tool'],
  })
})
