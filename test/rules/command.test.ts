import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../scripts/conformance/run')

describe('scripts/conformance/run', () => {
  let folder = ''
  const run = (...args: string[]) => spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'))
    const rules = {
      'good/rules/list.yml': "title: A list\nlogsource: {category: a}\ndetection: {s: {f|expand: '%who%'}, condition: s}\n",
      'bad/rules/typo.yml': 'title: A typo\nlogsource: {category: a}\ndetection: {s: {f|contain: 1}, condition: s}\n',
      'spec/tests/count.yml':
        'title: Many\ncorrelation: {type: event_count, rules: [nowhere], timespan: 1m, condition: {gte: 2}}\n',
    } // prettier-ignore
    for (const [path, text] of Object.entries(rules)) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('says plainly that the large set was skipped', () => {
    const { status, stdout } = run()
    expect(stdout).toMatch(/^our own set: as expected, .*\nSigmaHQ: skipped\n.*--mirror/)
    expect(status).toBe(0)
  })

  it('names rules that want a list, and takes examples that refer to nothing', () => {
    const { status, stdout } = run('--mirror', 'good', '--spec', 'spec')
    expect(stdout).toContain('1 skipped for want of lists')
    expect(stdout).toContain('skipped rules/list.yml:1 A list: the list who is not there')
    expect(stdout).toContain('the specification: as expected, 1 files, 1 compiled, 0 refused')
    expect(status).toBe(0)
  })

  it('names every refused rule with its place, also as JSON', () => {
    const { status, stdout } = run('--mirror', 'bad', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      expected: false,
      reports: [
        { expected: true },
        { expected: false, refused: ['rules/typo.yml:3:17: there is no modifier contain'] },
      ],
    })
    expect(status).toBe(1)
  })

  it.each([
    [['--mirror', 'nowhere'], 'nowhere is no checkout of SigmaHQ/sigma'],
    [['--mirror', 'good', '--clone'], 'exclude each other'],
    [['--spec', 'good'], 'no checkout of SigmaHQ/sigma-specification'],
    [['--lists', 'bad/rules/typo.yml'], 'cannot be read as JSON'],
    [['--mirrors'], '--mirrors'],
  ])('refuses %j', (args, reason) => {
    const { status, stderr } = run(...args)
    expect(stderr).toContain(reason)
    expect(status).toBe(2)
  })

  it('helps', () => {
    expect(run('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Exit codes') as string,
    })
  })
})
