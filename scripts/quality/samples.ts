import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

import { parseCsv } from './csv.js'
import { parseSpans } from './sample.js'
import type { Sample } from './sample.js'

/** Units that can be read; texts and events are another rule set's cases, not artifacts. */
const readable = new Set([
  'skill',
  'skill-md',
  'mcp-server-file',
  'mcp-config',
  'mcp-tools-json',
  'mcp-server-dir',
])

/** The labelled samples below a folder with a `manifest.csv`, one per content and label. */
export async function labelledSamples(folder: string): Promise<Sample[]> {
  const rows = parseCsv(await readText(join(folder, 'manifest.csv')))
  return distinct(rows.filter(({ unit }) => readable.has(unit ?? '')).map((row) => toSample(row, folder)))
}

/** The wild skills labelled by hand (`datasets/labels`), in the folder of all corpora. */
export async function handLabelled(labels: string, folder: string): Promise<Sample[]> {
  const lines = (await readText(labels)).split('\n').filter((line) => line !== '')
  return distinct(lines.map((line) => toSample(JSON.parse(line) as Record<string, string>, folder)))
}

/** Skills without a label, from a list with the columns corpus, path, sha256 and family. */
export async function unlabelled(list: string, folder: string): Promise<Sample[]> {
  return distinct(parseCsv(await readText(list)).map((row) => toSample(row, folder)))
}

function toSample(row: Readonly<Record<string, string>>, folder: string): Sample {
  const { corpus = '', path = '', sha256 = '' } = row
  return {
    corpus,
    path,
    at: join(folder, corpus, path),
    sha256,
    label: row['label'] ?? '',
    tier: row['tier'] ?? '',
    unit: row['unit'] ?? 'skill',
    payload: row['payload_family'] ?? '',
    family: row['family'] || sha256,
    spans: parseSpans(row['spans'] ?? ''),
    pair: row['pair'] ?? '',
  }
}

function distinct(samples: readonly Sample[]): Sample[] {
  const byContent = new Map<string, Sample>()
  for (const sample of samples) {
    const key = `${sample.sha256} ${sample.label}`
    if (!byContent.has(key)) byContent.set(key, sample)
  }
  return [...byContent.values()]
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
