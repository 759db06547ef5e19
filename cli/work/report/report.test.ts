import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Alert, Incident } from '@clawback/model'
import { openStore } from '@clawback/lab'
import type { Store } from '@clawback/lab'
import type { StoryLine } from '@clawback/guard'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fillStore, idOf } from '../../../lab/testing/report-store.js'
import { runCli } from '../../cli.js'
import { chooseArtifacts } from './choose.js'
import { incidentPage } from './incident.js'

let folder = ''
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'))
  store = await openStore(join(folder, 'store.sqlite'))
  await fillStore(store, { artifacts: 20 })
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

test('artifacts are meant by name, place, id, or the beginning of one', async () => {
  expect(await chooseArtifacts(store, [])).toHaveLength(20)
  for (const text of ['skill-3 builder', 'corpus/skills/0/skill-3', idOf(3), idOf(3).slice(7)])
    expect(await chooseArtifacts(store, [text]), text).toEqual([idOf(3)])
  expect(await chooseArtifacts(store, ['000000'])).toHaveLength(20)
  await expect(chooseArtifacts(store, ['nothing'])).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  await expect(chooseArtifacts(store, ['00'])).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
})

test('wrong use is said with its own exit code', async () => {
  const report = (...args: readonly string[]): Promise<number> => runCli(['report', ...args])
  expect(await report('--store', folder, 'skill-3 builder', '-o', folder)).toBe(2)
  expect(await report('--store', folder, '--against', folder, '-o', join(folder, 'a.html'))).toBe(2)
  expect(await report('--store', join(folder, 'none'), '-o', join(folder, 'b.html'))).toBe(3)
  expect(await report('--store', folder, 'nothing', '-o', join(folder, 'c.html'))).toBe(3)
  expect(await report('--store', folder, '-o', join(folder, 'none', 'd.html'))).toBe(4)
  expect(await report('serve')).toBe(2)
  expect(await report('serve', '--store', folder, '--port', '99999')).toBe(2)
  expect(await report('serve', '--folder', folder)).toBe(3)
})

test('a port that is taken is said', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await runCli(['report', 'serve', '--store', folder, '--port', String(port)])).toBe(4)
  server.close()
})

test('an incident is laid out with its alerts by rule and its story as one tree', async () => {
  const line = (who: string): StoryLine => ({
    kind: 'agent',
    who,
    what: 'did',
    time: '',
    level: 'certain',
    score: 1,
    ref: 'r',
    rules: [],
    children: [],
  })
  const alert = { id: 'a', rule: 'r1' } as Alert
  const page = await incidentPage(
    {
      incident: (id) =>
        Promise.resolve({
          incident: { id, level: 'critical', response: 3, state: 'open' } as Incident,
          alerts: [alert, { ...alert, id: 'b' }],
        }),
      story: () => Promise.resolve([line('one'), line('two')]),
    },
    'i1',
  )
  expect(page.title).toBe('Incident i1: critical, response level 3, open')
  expect(page.alerts).toHaveLength(1)
  expect(page.story).toMatchObject({ who: 'one', children: [{ who: 'two' }] })
})
