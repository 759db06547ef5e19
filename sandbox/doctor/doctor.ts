import { canonicalJson, sha256 } from '@clawback/model'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { bwrapCell } from '../cells/bwrap/cell.js'
import { defaultLimits } from '../plan/limits.js'
import type { Cell, CellOptions, CellProbe, CellRun, Limits, OpenCell, Variant } from '../ports.js'
import type { CheckResult, InsideCheck, OwnKernelAnswers } from './check.js'
import { abuseChecks } from './checks/abuse.js'
import { fileChecks } from './checks/files.js'
import { kernelChecks } from './checks/kernel.js'
import { neighbourChecks } from './checks/neighbours.js'
import { runChecks } from './checks/runs.js'
import { ownKernelAnswers } from './checks/own-kernel.js'
import { insideProgram } from './inside.js'
import { rightsOnHost } from './outside.js'

/** What the machine can do, and whether the cell holds: probe and self-test. */
export interface DoctorReport {
  /** Everything needed is there and every attempt was contained. */
  readonly ok: boolean
  readonly probe: CellProbe
  readonly checks: readonly CheckResult[]
  readonly durationMs: number
  /** sha256 over cell, versions and answers; goes into the provenance of results (R16). */
  readonly digest: string
}

export interface DoctorOptions extends CellOptions {
  readonly cell?: Cell
  readonly onCheck?: (result: CheckResult) => void
}

const inside: readonly InsideCheck[] = [...fileChecks, ...kernelChecks, ...neighbourChecks]

/**
 * Examines the machine: probes what a cell needs, opens one, and makes every escape attempt of the self-test in it.
 * Never throws for what the machine lacks: the report says so, with the mend.
 */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const start = performance.now()
  const cell = options.cell ?? bwrapCell
  const probe = await cell.probe(options)
  const checks = probe.ok ? await selfTest(cell, probe.cell, options) : []
  return {
    ok: probe.ok && checks.every(({ contained }) => contained),
    probe,
    checks,
    durationMs: Math.round(performance.now() - start),
    digest: sha256(canonicalJson({ cell: probe.cell, versions: probe.versions, checks })),
  }
}

/** Cells in which a kernel of their own answers the sample's calls. */
const ownKernels: ReadonlySet<string> = new Set(['gvisor'])

async function selfTest(cell: Cell, name: string, options: DoctorOptions): Promise<CheckResult[]> {
  const own = ownKernels.has(name)
  const open = await cell.open(options)
  const folder = mkdtempSync(join(tmpdir(), 'self-test-'))
  const results: CheckResult[] = []
  const add = (result: CheckResult): void => {
    results.push(result)
    options.onCheck?.(result)
  }
  try {
    // Once where a forbidden call ends its process, once where it is refused: both filters are tried.
    for (const variant of ['base', 'deep'] as const)
      for (const result of await attemptInside(open, folder, variant, own)) add(result)
    add(await lookFromHost(open, folder, name))
    for (const { name, language, code, limits, judge } of [...runChecks, ...abuseChecks]) {
      const result = await open.run(runOf(folder, `${name}.${language}`, code, 'base', limits))
      add({ name, ...judge(result) })
    }
    return results
  } finally {
    await open.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function attemptInside(
  open: OpenCell,
  folder: string,
  variant: Variant,
  own: boolean,
): Promise<CheckResult[]> {
  const checks = inside
    .filter(({ arch }) => arch === undefined || arch === process.arch)
    .map((check) => ({ ...check, ...(own ? ownKernelAnswers[check.name] : undefined) }))
  const { stdout } = await open.run(runOf(folder, `inside-${variant}.py`, insideProgram(checks), variant))
  const answers = new Map(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { readonly name: string; readonly answer: string })
      .map(({ name, answer }) => [name, answer]),
  )
  return checks.map((check) => judged(check, answers.get(check.name), variant))
}

/** An attempt that gave no answer was not tried: that is no proof. */
function judged(
  check: InsideCheck & Partial<OwnKernelAnswers>,
  answer: string | undefined,
  variant: Variant,
): CheckResult {
  const name = `${check.name} (${variant})`
  if (answer === undefined) return { name, contained: false, answer: 'no answer' }
  // Where a check has answers of a cell's own kernel, those of the default cell do not count.
  if (check.why === undefined) return { name, contained: check.contained.test(answer), answer }
  if (check.confined?.test(answer) === true) return { name, contained: true, answer, confined: check.why }
  return { name, contained: check.refused?.test(answer) === true, answer }
}

/** Runs something that waits, and looks at it from outside as soon as it has begun. */
async function lookFromHost(open: OpenCell, folder: string, cell: string): Promise<CheckResult> {
  const seen: CheckResult[] = []
  const run = runOf(folder, 'waits.py', 'import time\ntime.sleep(2)', 'base', { wallMs: 1500 })
  await open.run(run, {
    onEvent({ kind }) {
      if (kind === 'process.exec' && seen.length === 0) seen.push(rightsOnHost(cell))
    },
  })
  return seen[0] ?? { name: 'rights on the host', contained: false, answer: 'no answer' }
}

function runOf(
  folder: string,
  name: string,
  code: string,
  variant: Variant,
  limits: Partial<Limits> = {},
): CellRun {
  const root = mkdtempSync(join(folder, 's-'))
  const language = name.endsWith('.py') ? '/usr/bin/python3' : '/bin/sh'
  const file = name.endsWith('.py') ? 'main.py' : 'main.sh'
  writeFileSync(join(root, file), code)
  return {
    run: randomUUID(),
    artifact: 'self-test',
    variant,
    entry: { actor: 'script', name, command: [language, `/skill/${file}`] },
    root,
    cwd: '/skill',
    env: {},
    actor: { name: 'script', options: {} },
    limits: { ...defaultLimits, ...limits },
  }
}
