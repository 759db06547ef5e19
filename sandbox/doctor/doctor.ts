import { canonicalJson, sha256 } from '@clawback/model'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { bwrapCell } from '../cells/bwrap/cell.js'
import { defaultLimits } from '../plan/limits.js'
import type { Cell, CellOptions, CellProbe, CellRun, Limits, OpenCell, Variant } from '../ports.js'
import type { CheckResult, InsideCheck } from './check.js'
import { abuseChecks } from './checks/abuse.js'
import { fileChecks } from './checks/files.js'
import { kernelChecks } from './checks/kernel.js'
import { neighbourChecks } from './checks/neighbours.js'
import { runChecks } from './checks/runs.js'
import { insideProgram } from './inside.js'

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
  const checks = probe.ok ? await selfTest(cell, options) : []
  return {
    ok: probe.ok && checks.every(({ contained }) => contained),
    probe,
    checks,
    durationMs: Math.round(performance.now() - start),
    digest: sha256(canonicalJson({ cell: probe.cell, versions: probe.versions, checks })),
  }
}

async function selfTest(cell: Cell, options: DoctorOptions): Promise<CheckResult[]> {
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
      for (const result of await attemptInside(open, folder, variant)) add(result)
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

async function attemptInside(open: OpenCell, folder: string, variant: Variant): Promise<CheckResult[]> {
  const checks = inside.filter(({ arch }) => arch === undefined || arch === process.arch)
  const { stdout } = await open.run(runOf(folder, `inside-${variant}.py`, insideProgram(checks), variant))
  const answers = new Map(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { readonly name: string; readonly answer: string })
      .map(({ name, answer }) => [name, answer]),
  )
  return checks.map(({ name, contained }) => {
    const answer = answers.get(name)
    // An attempt that gave no answer was not tried: that is no proof.
    return {
      name: `${name} (${variant})`,
      contained: answer !== undefined && contained.test(answer),
      answer: answer ?? 'no answer',
    }
  })
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
