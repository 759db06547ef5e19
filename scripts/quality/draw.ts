/**
 * Lists the wild skills that nobody has labelled, in a random order that the seed settles, for `main.ts` to read:
 *
 *     npx tsx scripts/quality/draw.ts DEV CORPORA CORPUS [--seed S] [--count N] > unlabelled.csv
 *
 * CORPORA/CORPUS/skills/OWNER/NAME are the skills. Contents with a label, in the manifest of DEV or among the hand labels drawn
 * at random, are left out. One row per distinct content. The start of the list, however long, holds skills with programs and skills of
 * documents alone in the proportion in which there are of them.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { drawnOrder } from './order.js'
import { handLabelled, labelledSamples } from './samples.js'
import { readTree } from './tree.js'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '20261128' }, count: { type: 'string', default: 'Infinity' } },
})
const [dev, corpora, corpus] = positionals
if (dev === undefined || corpora === undefined || corpus === undefined)
  throw new Error('usage: scripts/quality/draw.ts DEV CORPORA CORPUS [--seed S] [--count N]')

const byHand = fileURLToPath(new URL('../../datasets/labels/wild-skills.ndjson', import.meta.url))
const labelled = [...(await labelledSamples(dev)), ...(await handLabelled(byHand, corpora))]
const known = new Set(labelled.map(({ sha256 }) => sha256))

const skills = join(corpora, corpus, 'skills')
const found = new Map<string, { readonly path: string; readonly sha256: string; readonly stratum: string }>()
for (const owner of (await readdir(skills)).sort())
  for (const name of (await readdir(join(skills, owner)).catch(() => [])).sort()) {
    const { sha256, files, hasPrograms } = await readTree(join(skills, owner, name))
    if (files === 0 || known.has(sha256) || found.has(sha256)) continue
    found.set(sha256, {
      path: `skills/${owner}/${name}`,
      sha256,
      stratum: hasPrograms ? 'programs' : 'documents',
    })
  }

process.stdout.write('corpus,path,sha256,family,stratum\n')
for (const { path, sha256, stratum } of drawnOrder([...found.values()], values.seed).slice(
  0,
  Number(values.count),
))
  process.stdout.write(`${corpus},${quoted(path)},${sha256},,${stratum}\n`)

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
