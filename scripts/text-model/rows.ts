import { readdir, readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

import type { Sample } from '../quality/sample.js'
import type { Judged } from '../quality/sets.js'
import { withoutGiveaways } from './giveaways.js'
import type { Row } from './row.js'

/** Files of a skill that are prose; the same endings as the reading engines call documents. */
const documents = /\.(?:md|mdx|markdown|rst|txt|adoc|prompt)$/i
const most = { files: 40, units: 200_000, depth: 4 }

/** Small sets made for other scanners' tests are one source: alone each is too small to be held out. */
const fixtures = new Set([
  'atr',
  'cisco-skill-evals',
  'nvidia-skillspector',
  'msb-SRC005',
  'msb-SRC008',
  'msb-SRC011',
])

/** The labelled skills of a measurement (`scripts/quality/main.ts --seen`), with what the packs said of each. */
export async function skillRows(judged: readonly Judged[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const { sample, seen } of judged) {
    const label = labelOf(sample)
    if (label === undefined || !sample.unit.startsWith('skill')) continue
    const texts = await textsBelow(sample.at)
    const packs = seen.label === 'malicious' || seen.label === 'suspicious' ? 'flagged' : 'quiet'
    const { sha256, family } = sample
    if (texts.length > 0) rows.push({ sha256, label, source: sourceOf(sample), family, texts, packs })
  }
  return rows
}

/** Skills that nobody labelled: only how often a model would speak can be told of them. */
export async function unlabelledTexts(judged: readonly Judged[]): Promise<readonly (readonly string[])[]> {
  return await Promise.all(
    judged.filter(({ sample }) => sample.label === '').map(({ sample }) => textsBelow(sample.at)),
  )
}

/** Single texts of `text-events.jsonl`: prompts, benign and hostile, some of both from one collection. */
export async function promptRows(file: string): Promise<Row[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  const rows = new Map<string, Row>()
  for (const line of lines) {
    const { unit, label, value } = JSON.parse(line) as TextLine
    if (unit !== 'text') continue
    const sha256 = createHash('sha256').update(value.text).digest('hex')
    const source = `prompts ${value.source.split('/')[0] ?? ''}`
    rows.set(sha256, { sha256, label, source, family: sha256, texts: [value.text], packs: undefined })
  }
  return [...rows.values()]
}

interface TextLine {
  readonly unit: string
  readonly label: Row['label']
  readonly value: { readonly text: string; readonly source: string }
}

/** What is risky but honest is benign; what a person called suspicious is neither. */
function labelOf({ label }: Sample): Row['label'] | undefined {
  if (label === 'risky-but-honest') return 'benign'
  return label === 'benign' || label === 'malicious' ? label : undefined
}

function sourceOf({ corpus, tier }: Sample): string {
  if (tier === 'wild' || corpus.startsWith('clawhub')) return 'clawhub'
  if (fixtures.has(corpus)) return 'fixtures'
  return corpus.replace(/-(?:built|bench)$/, '')
}

async function textsBelow(at: string): Promise<string[]> {
  const entries = await readdir(at, { withFileTypes: true, recursive: true }).catch(() => undefined)
  if (entries === undefined) return [await textAt(at)]
  const paths = entries
    .filter((entry) => entry.isFile() && documents.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.slice(at.length).split('/').length <= most.depth + 1)
    .sort()
  return await Promise.all(paths.slice(0, most.files).map(textAt))
}

async function textAt(path: string): Promise<string> {
  return withoutGiveaways((await readFile(path, 'utf8')).slice(0, most.units))
}
