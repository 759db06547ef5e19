/**
 * How many real scripts get past their imports, as they are and with stand-ins for packages that nobody has, and what
 * stops the others. `npx tsx --conditions=@clawback/source test/bench/imports.ts FOLDER [PER_LANGUAGE] [LANGUAGES] [DETAILS]`:
 * FOLDER holds skills at any depth; samples are the same for the same folder; LANGUAGES are names of interpreters, by commas; DETAILS is a file for one line a script.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { OpenArtifact } from '@clawback/model'
import { bwrapCell, planRuns } from '@clawback/sandbox'
import type { CellResult, CellRun, OpenCell, Variant } from '@clawback/sandbox'

const [folder = '.', perLanguage = '100', languages = 'python3,node,bash', details] = process.argv.slice(2)

const wanted = languages.split(',')

/** A script's run, by where it lies in the corpus. */
interface Sample {
  readonly place: string
  readonly language: string
  readonly run: CellRun
}

function* skillsBelow(root: string): Generator<string> {
  const entries = readdirSync(root, { withFileTypes: true })
  if (entries.some(({ name }) => name === 'SKILL.md')) yield root
  else
    for (const entry of entries)
      if (entry.isDirectory() && !entry.name.startsWith('.')) yield* skillsBelow(join(root, entry.name))
}

function openFolder(root: string): OpenArtifact {
  const entries = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  )
  const files = entries.map((entry) => ({
    path: relative(root, join(entry.parentPath, entry.name)),
    size: 0,
    sha256: '',
    executable: false,
  }))
  const artifact = { id: root, name: root, files, links: [], servers: [], gaps: [] }
  return { root, artifact: { ...artifact, kind: 'skill', origin: { type: 'folder', locator: root } } }
}

function languageOf(command: readonly string[]): string {
  return /[^/]*$/.exec(command[0] ?? '')?.[0] ?? ''
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const byDigest = (a: string, b: string): number => (digest(a) < digest(b) ? -1 : 1)

/** The same choice for the same folder: skills by digest of their place, at most two scripts of each, so many of each language. */
function choose(): Map<string, Sample[]> {
  const byLanguage = new Map<string, Sample[]>()
  const skills = [...skillsBelow(folder)].map((skill) => relative(folder, skill)).sort(byDigest)
  const isFull = (language: string): boolean => byLanguage.get(language)?.length === Number(perLanguage)
  for (const skill of skills) {
    if (wanted.every(isFull)) break
    const runs = planRuns(openFolder(join(folder, skill)), { entries: 1000 }).runs.filter(
      ({ entry }) => entry.actor !== 'scripted-agent' && !entry.name.includes('#'),
    )
    for (const run of runs.sort((a, b) => byDigest(a.entry.name, b.entry.name)).slice(0, 2)) {
      const language = languageOf(run.entry.command)
      const known = byLanguage.get(language) ?? []
      byLanguage.set(language, known)
      if (known.length < Number(perLanguage))
        known.push({ place: join(skill, run.entry.name), language, run })
    }
  }
  return byLanguage
}

const wallMs = 8000

async function play(cell: OpenCell, sample: Sample, variant: Variant): Promise<CellResult> {
  const { run } = sample
  const limits = { ...run.limits, wallMs }
  return await cell.run({ ...run, run: `${variant}-${run.run}`, variant, limits })
}

/** What keeps a run from counting; undefined when the script got past its imports. */
function stopOf({ trace, stderr }: CellResult): string | undefined {
  const { status, gaps } = trace.outcome
  if (status === 'missing-dependency') {
    const named =
      /No module named '([^']+)'|Cannot find (?:module|package) '([^']+)'|(\S+): (?:command )?not found/.exec(
        stderr,
      )
    const told = /missing|nobody has: ([^,.]+)/.exec(
      gaps.find(({ reason }) => reason === 'package-missing')?.detail ?? '',
    )
    return `missing ${named?.slice(1).find(Boolean) ?? told?.[1] ?? stderr.trim().split('\n').at(-1)?.slice(0, 80) ?? ''}`
  }
  return /^(?:sandbox-error|trace-incomplete)$/.test(status) ? status : undefined
}

const samples = choose()
const cells = await Promise.all([bwrapCell.open(), bwrapCell.open()])
const stops = new Map<string, number>()
const began = performance.now()
for (const [language, chosen] of samples) {
  if (!wanted.includes(language)) continue
  const past = { base: 0, stubs: 0 }
  const statuses = new Map<string, number>()
  const queue = [...chosen]
  const work = async (cell: OpenCell): Promise<void> => {
    for (let sample = queue.shift(); sample !== undefined; sample = queue.shift()) {
      const base = await play(cell, sample, 'base')
      const first = stopOf(base)
      const stubs = first === undefined ? base : await play(cell, sample, 'stubs')
      const second = stopOf(stubs)
      if (first === undefined) past.base += 1
      if (second === undefined) past.stubs += 1
      else stops.set(`${language}: ${second}`, (stops.get(`${language}: ${second}`) ?? 0) + 1)
      const { status } = stubs.trace.outcome
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      const said = stubs.stderr.trim().split('\n').at(-1)?.slice(0, 160)
      if (details !== undefined)
        appendFileSync(
          details,
          `${JSON.stringify([language, sample.place, base.trace.outcome.status, first, status, second, said])}\n`,
        )
    }
  }
  await Promise.all(cells.map(work))
  const share = (count: number): string => `${count} (${((100 * count) / chosen.length).toFixed(1)} %)`
  console.log(
    `${language}: ${chosen.length} scripts; past imports ${share(past.base)} as they are, ${share(past.stubs)} with stand-ins;`,
    [...statuses].map(([status, count]) => `${status} ${count}`).join(', '),
  )
}
await Promise.all(cells.map((cell) => cell.close()))
console.log('what stops the others:')
for (const [stop, count] of [...stops].sort((a, b) => b[1] - a[1]).slice(0, 40))
  console.log(`  ${count}  ${stop}`)
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`)
