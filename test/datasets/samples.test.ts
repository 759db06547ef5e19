import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../datasets/samples/', import.meta.url)
const samples = JSON.parse(readFileSync(new URL('samples.json', root), 'utf8')) as {
  readonly name: string
  readonly path: string
  readonly kind: string
  readonly label: string
}[]

test('every sample is listed, has a datasheet and lies where the list says', () => {
  const folders = readdirSync(root, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : []))
  expect(samples.map((sample) => sample.name).sort()).toEqual(folders.sort())
  for (const sample of samples) {
    expect(existsSync(new URL(`${sample.name}/DATASHEET.md`, root)), sample.name).toBe(true)
    expect(readdirSync(new URL(sample.path, root)).length).toBeGreaterThan(0)
    expect(['benign', 'malicious']).toContain(sample.label)
  }
})

test('no sample names a host that exists', () => {
  for (const sample of samples)
    for (const entry of readdirSync(new URL(`${sample.path}/`, root), {
      recursive: true,
      withFileTypes: true,
    })) {
      if (!entry.isFile()) continue
      const text = readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')
      for (const [, host] of text.matchAll(/https?:\/\/([^/\s"'`<>)]+)/g))
        expect(host, `${sample.name}/${entry.name}`).toMatch(/(?:^|\.)(?:example|invalid|test|localhost)$/)
    }
})
