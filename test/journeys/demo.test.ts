import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Summary {
  readonly artifacts: readonly {
    readonly name: string
    readonly verdict: string
    readonly expected: string
    readonly runs: number
    readonly because: readonly string[]
  }[]
  readonly killSwitch: {
    readonly agentStatus: number
    readonly humanStatus: number
    readonly afterProof: number
  }
  readonly twinAlerts: number
  readonly faults: readonly string[]
}

// Needs the npm registry of the user's configuration; scripts/test sets the flag, a bare `vitest run` stays offline.
describe.skipIf(process.env['CLAWBACK_NETWORK'] === undefined)('the whole walk on real input', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'))
  const report = join(folder, 'report.html')
  let exitCode: number | null = null
  let summary: Summary

  beforeAll(async () => {
    const { code, stdout, stderr } = await clawback('demo', '--json', '--report', report)
    exitCode = code
    expect(stdout, stderr).not.toBe('')
    summary = JSON.parse(stdout) as Summary
  }, 300_000)
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test('nothing came out as it should not', () => {
    expect(summary.faults).toEqual([])
    expect(exitCode).toBe(0)
  })

  test('real third-party things are benign and were really run, our three hostile ones are malicious', () => {
    const third = summary.artifacts.filter(({ expected }) => expected === 'benign')
    expect(third.length).toBeGreaterThanOrEqual(29)
    expect(third.filter(({ verdict }) => verdict !== 'benign')).toEqual([])
    expect(third.reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThan(60)
    expect(summary.artifacts.filter(({ verdict }) => verdict === 'malicious')).toHaveLength(3)
  })

  test('the agent is cut off, the person is not, the declared night is quiet', () => {
    expect(summary.killSwitch).toMatchObject({ agentStatus: 401, humanStatus: 200, afterProof: 0 })
    expect(summary.twinAlerts).toBe(0)
  })

  test('the report is one file that loads nothing', () => {
    expect(existsSync(report)).toBe(true)
    const html = readFileSync(report, 'utf8')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=/)
  })
})

describe('the command line', () => {
  test.each([
    [['--help'], 0],
    [['nonsense'], 2],
    [['scan'], 2],
    [['scan', '/nowhere/at/all'], 3],
    [['scan', 'datasets/samples/form-filler/sample'], 1],
    [['scan', 'datasets/samples/weather-brief/sample'], 0],
    [['pack', 'verify', 'README.md'], 3],
    [['guard', 'status', '--socket', '/nowhere.sock'], 4],
  ])('%j ends with %i', async (args, expected) => {
    const { code, stderr } = await clawback(...args)
    expect(code, stderr).toBe(expected)
    if (expected > 1) expect(stderr).toMatch(/mend:/)
  })

  test('scan --json is one object with artifact, findings, verdict and coverage', async () => {
    const { stdout } = await clawback('scan', '--json', 'datasets/samples/cloud-cost-report/sample')
    const one = JSON.parse(stdout) as Readonly<Record<string, unknown>>
    expect(Object.keys(one)).toEqual(['artifact', 'findings', 'verdict', 'coverage'])
    expect(one['verdict']).toMatchObject({ label: 'malicious', basis: 'static' })
  })
})

function clawback(
  ...args: readonly string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['cli/bin/clawback.js', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()))
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, ...texts })
    })
  })
}
