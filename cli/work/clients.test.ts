import type { Examination } from '@clawback/lab'
import { expect, test } from 'vitest'
import { clientSets } from './clients.js'

function looked(path: string, engine = 'manifests', server?: string): Examination {
  const servers = server === undefined ? [] : [{ name: server }]
  return {
    artifact: { name: path, files: [{ path }], servers, origin: { locator: path } },
    records: [{ kind: 'tool.describe', 'source.engine': engine }],
  } as unknown as Examination
}
const names = (set: ReturnType<typeof clientSets>[number] | undefined) =>
  set?.members.map(({ server }) => server)

test('the servers of a configuration that are switched on are one set, by the names it has for them', () => {
  const examinations = [
    looked('mcp.json', 'manifests', 'a'),
    looked('b.py', 'code', 'b'),
    looked('mcp.json', 'manifests', 'c'),
  ]
  const gaps = [{ reason: 'limit', detail: '1 more', material: true }]
  const sets = clientSets([
    { path: './c.json', examinations, client: { path: '/x/c.json', off: ['c'], gaps } },
  ])
  expect(sets.map(({ name, locator, gaps: missed }) => [name, locator, missed])).toEqual([['c.json', './c.json', gaps]]) // prettier-ignore
  expect(names(sets[0])).toEqual(['a', 'b'])
})

test('lists of tools that are given together are one set; sources and folders are none', () => {
  const given = [looked('a.tools.json'), looked('b.json'), looked('c.py', 'code'), looked('d.json', 'code')]
  const sets = clientSets(given.map((one, at) => ({ path: String(at), examinations: [one], client: undefined }))) // prettier-ignore
  expect(sets.map(names)).toEqual([['a', 'b']])
})

test('one server alone is no set', () => {
  const client = { path: 'c.json', off: [], gaps: [] }
  expect(clientSets([{ path: 'c.json', examinations: [looked('mcp.json')], client }])).toEqual([])
  expect(clientSets([{ path: 'a', examinations: [looked('a.json')], client: undefined }])).toEqual([])
})
