/** Brings the samples of every manifest of `datasets/` (see scripts/datasets, docs/how-to/collect.md). */
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { collect, isDataset, readQuarantine } from '@clawback/lab'
import { ClawbackError } from '@clawback/model'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Manifests that say where their samples come from; others, which only label, are named and left. */
function findManifests(): { readonly all: readonly string[]; readonly left: readonly string[] } {
  const found = readdirSync(join(root, 'datasets'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ndjson'))
    .map((name) => join(root, 'datasets', name))
    .filter((path) => /^\{.*"(path|sha256)"/m.test(readFileSync(path, 'utf8').slice(0, 4096)))
    .sort()
  return { all: found.filter(isDataset), left: found.filter((path) => !isDataset(path)) }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { mirror: { type: 'string' }, into: { type: 'string' } } })
  const { mirror, into = join(root, '.out/datasets') } = values
  const { all, left } = findManifests()
  for (const path of left) console.error(`not fetched: ${relative(root, path)} names no repository`)
  const summary = await collect({
    folder: into,
    sources: all,
    kind: 'manifest',
    history: false,
    most: 1,
    limits: {},
    said: {},
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    ...(mirror === undefined ? {} : { mirror }),
    onStep: (text) => console.error(text),
  })
  const { problems } = await readQuarantine(into)
  for (const { locator, commit = '', path = '', reason } of problems)
    console.log(`missing: ${locator} ${commit.slice(0, 12)} ${path}: ${reason}`)
  const { seen, samples, copies } = summary
  console.log(`${seen} samples brought and checked, ${problems.length} missing; ${into}: ${samples} samples, ${copies} copies`) // prettier-ignore
  return problems.length > 0 ? 3 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof ClawbackError) && (error as { code?: string }).code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw error // prettier-ignore
  console.error(`${(error as Error).message}\n${error instanceof ClawbackError ? error.mend : 'See scripts/datasets.'}`) // prettier-ignore
  process.exitCode = error instanceof ClawbackError ? error.exitCode : 2
}
