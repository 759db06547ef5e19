import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Artifact, Finding, Region } from '@clawback/model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { quoteFindings } from './quotes.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quotes-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const lines = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`)

async function sample(
  path: string,
  text: string,
  more: Partial<Artifact['files'][number]> = {},
): Promise<Artifact> {
  await mkdir(join(folder, path, '..'), { recursive: true })
  await writeFile(join(folder, path), text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const file = { path, size: Buffer.byteLength(text), sha256, executable: false, ...more }
  return { files: [file] } as unknown as Artifact
}
const at = (...regions: Region[]): Finding[] =>
  [{ evidence: regions.map((region) => ({ region })) }] as unknown as Finding[]

test('the lines of a place with two around it; places that touch are one quote', async () => {
  const artifact = await sample('scripts/a.py', lines.join('\n'))
  const path = 'scripts/a.py'
  expect(
    await quoteFindings(
      artifact,
      at({ path, line: 10 }, { path, line: 13, lineEnd: 14 }, { path, line: 1 }, { path }),
      ['/nowhere', folder],
    ),
  ).toEqual([
    { path, from: 1, lines: lines.slice(0, 3) },
    { path, from: 8, lines: lines.slice(7, 16) },
  ])
})

test('a file that is not the one that was looked at is not quoted', async () => {
  const artifact = await sample('a.py', 'same\n')
  const missing = { path: 'a.py', missing: expect.stringContaining('no longer') as string }
  const region = { path: 'a.py', line: 1 }
  await writeFile(join(folder, 'a.py'), 'evil\n')
  expect(await quoteFindings(artifact, at(region), [folder])).toEqual([missing])
  await rm(join(folder, 'a.py'))
  await mkdir(join(folder, 'a.py'))
  expect(await quoteFindings(artifact, at(region), [folder])).toEqual([missing])
  expect(await quoteFindings(artifact, at(region), [])).toMatchObject([
    { missing: expect.stringContaining('not a folder') as string },
  ])
})

test('a path that leads out of the sample is quoted only when it is what was looked at', async () => {
  const artifact = await sample('a.py', 'text\n')
  const outside = { files: [{ ...artifact.files[0], path: '../../../etc/passwd' }] } as unknown as Artifact
  expect(await quoteFindings(outside, at({ path: '../../../etc/passwd', line: 1 }), [folder])).toMatchObject([
    { missing: expect.any(String) as string },
  ])
})

test('secrets are taken out and lines stay where they are', async () => {
  const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', '-----END PRIVATE KEY-----']
  const artifact = await sample('k.pem', ['first', ...key, 'last'].join('\n'))
  const [quote] = await quoteFindings(artifact, at({ path: 'k.pem', line: 3 }), [folder])
  expect(quote).toMatchObject({ from: 1 })
  const quoted = quote !== undefined && 'lines' in quote ? quote.lines : []
  expect(quoted).toHaveLength(5)
  expect(quoted[0]).toBe('first')
  expect(quoted[4]).toBe('last')
  expect(quoted.join('\n')).not.toContain('MIIEv')
})

test('members of archives and long lines', async () => {
  const packed = await sample('a.zip!b.py', 'x', { archive: 'a.zip' })
  expect(await quoteFindings(packed, at({ path: 'a.zip!b.py', line: 1 }), [folder])).toMatchObject([
    { missing: expect.stringContaining('archive') as string },
  ])
  const long = await sample('l.js', 'x '.repeat(5_000))
  const [quote] = await quoteFindings(long, at({ path: 'l.js', line: 1 }), [folder])
  expect(quote !== undefined && 'lines' in quote ? quote.lines[0]?.length : 0).toBe(401)
})
