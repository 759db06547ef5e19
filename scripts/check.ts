/**
 * Every check of the house, one after another, and a closing line `N passed, N failed`. A check that fails counts as a
 * failed test, so that no exit code can hide it. `--only types,lint` runs some; `--list` names them.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'

interface Check {
  readonly name: string
  readonly command: readonly string[]
}

const checks: readonly Check[] = [
  { name: 'vocabulary', command: ['tsx', 'scripts/vocabulary.ts', '--check'] },
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: ['eslint', '--cache', '--cache-location', '.cache/eslint/', '.'] },
  {
    name: 'directions',
    command: [
      'depcruise',
      ...'content ledger analyzers sandbox lab guard cli'.split(' '),
      '--config',
      '.dependency-cruiser.cjs',
    ],
  },
  { name: 'unused', command: ['knip', '--no-progress', '--no-config-hints'] },
  {
    // Its shape only: making the page anew takes minutes, and the test of the cells judges the same answers.
    name: 'isolation page',
    command: ['tsx', '--conditions=@clawback/source', 'scripts/sandbox-tables.ts', '--shape'],
  },
  { name: 'surface', command: ['tsx', 'scripts/surface.ts'] },
]

const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice(7)
  .split(',')
if (process.argv.includes('--list')) console.log([...checks.map((check) => check.name), 'tests'].join('\n'))
else main()

function main(): void {
  const failed = checks.filter((check) => wanted(check.name)).filter((check) => !passes(check))
  const tests = wanted('tests') ? runTests() : { passed: 0, failed: 0, skipped: 0 }
  const ran = checks.filter((check) => wanted(check.name)).length
  for (const check of failed) console.log(`check failed: ${check.name}`)
  const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''
  console.log(
    `${tests.passed + ran - failed.length} passed, ${tests.failed + failed.length} failed${skipped}`,
  )
  process.exitCode = tests.failed + failed.length > 0 ? 1 : 0
}

function wanted(name: string): boolean {
  return only === undefined || only.includes(name)
}

function passes(check: Check): boolean {
  const started = performance.now()
  const [bin = '', ...args] = check.command
  const { status } = spawnSync(`node_modules/.bin/${bin}`, args, { stdio: 'inherit' })
  console.log(
    `${status === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  return status === 0
}

function runTests(): { passed: number; failed: number; skipped: number } {
  rmSync('.out/tests.json', { force: true })
  const { status } = spawnSync('node_modules/.bin/vitest', ['run'], { stdio: 'inherit' })
  const counts = readCounts()
  // A runner that failed without a failing test (a crash, an unhandled error) is a failure too.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function readCounts(): { passed: number; failed: number; skipped: number } {
  try {
    return JSON.parse(readFileSync('.out/tests.json', 'utf8')) as ReturnType<typeof readCounts>
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
