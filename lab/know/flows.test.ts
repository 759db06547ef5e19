import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPack, verifyPack } from '@clawback/pack-tools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSources } from '../bulk/corpus.js'
import { runBulk } from '../bulk/run.js'
import { openExistingStore } from '../store/store.js'
import { flowRules } from './flow-rules.js'
import { corpusFlows } from './flows.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flows-'))
  await mkdir(join(folder, 'servers'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const server = (name: string, tools: Readonly<Record<string, string>>): string =>
  [
    `from mcp.server.fastmcp import FastMCP\napp = FastMCP("${name}")`,
    ...Object.entries(tools).map(
      ([tool, description]) =>
        `@app.tool()\ndef ${tool}(x: str) -> str:\n    """${description}"""\n    return x`,
    ),
    'app.run()\n',
  ].join('\n\n')

test('servers of one file each are taken in from a folder, and their flow is found by the pack as it ships', async () => {
  const files = {
    'files.py': server('files', { read_file: 'Returns the contents of a file.', add: 'Adds two numbers.' }),
    'web.py': server('web', { look: 'Searches the web for a phrase.' }),
    'mail.py': server('mail', { send_email: 'Sends a mail.' }),
    'time.py': server('time', { now: 'Gives the time.' }),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'servers', name), text)
  await writeFile(join(folder, 'servers', 'notes.txt'), 'x')
  const path = fileURLToPath(new URL('../../content/packs/mcp-core', import.meta.url))
  const packs = [(await verifyPack((await buildPack(path)).bytes, [], { allowUnsigned: true })).pack]
  const passed: unknown[] = []
  const sources = await findSources([join(folder, 'servers')], undefined, (_, list) => passed.push(...list))
  expect(passed).toEqual([{ why: 'other-file', files: 1, first: ['notes.txt'] }])
  const clock = { now: () => 0, monotonic: () => performance.now() }
  await runBulk({ folder: join(folder, 'store'), sources, plan: 'static', packs, workers: 1, clock, request: '{}' }) // prettier-ignore

  const store = await openExistingStore(join(folder, 'store'))
  const found = await corpusFlows(store.ledger, flowRules(packs)).finally(() => store.close())
  expect(found).toMatchObject({ servers: 4, listed: 0, read: 3 })
  expect(found.flows.map(({ rule, sets }) => [rule, sets])).toEqual([['toxic-flow', [{ size: 3, sets: 1 }]]])
  expect(found.flows[0]?.together.flat().map(({ name, tools }) => [name, tools])).toEqual([
    ['files.py', { 'tool.read-private': ['read_file'] }],
    ['web.py', { 'tool.take-untrusted': ['look'] }],
    ['mail.py', { 'tool.send-out': ['send_email'] }],
  ])
}, 120_000)
