import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { main } from './cli.js'

const good = `title: It's a "test" */ of names
id: r1
level: high
logsource: {category: file}
detection:
    sel: {file.path|endswith: ['/.aws/credentials', "O'Brien\\u2028"], f|re: 'a+b'}
    filter: {u|exists: false}
    condition: sel and not filter
---
title: Many
correlation: {type: event_count, rules: [r1], group-by: [u], timespan: 5m, condition: {gte: 3}}
`

describe('the command', () => {
  let folder = ''
  let out = ''
  let error = ''
  const run = (...args: string[]): number =>
    main(args, { out: (text) => void (out += text), error: (text) => void (error += text) })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigma-'))
    out = error = ''
    writeFileSync(join(folder, 'good.yml'), good)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('writes a readable module', () => {
    expect(run(folder, '-o', join(folder, 'rules.ts'))).toBe(0)
    const text = readFileSync(join(folder, 'rules.ts'), 'utf8')
    expect(text).toContain('export function itSATestOfNames(event: Event): boolean {')
    expect(text).toContain('return sel() && !filter()')
    expect(text).toContain("'o\\'brien\\u2028'")
    expect(text).toContain('/** It\'s a "test" * / of names (high')
    expect(error).toContain('needs the evaluator')
    expect(error).toContain('1 rules, 1 correlations, 0 errors')
  })

  it('writes a plan, and words', () => {
    expect(run(folder, '--format', 'plan')).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ format: 'clawback-plan/1', rules: [{ id: 'r1' }] })
    out = ''
    expect(run(folder, '--format', 'words')).toBe(0)
    expect(out).toContain('(sel and not filter)')
    expect(out).toContain('u is not there')
  })

  it('names every error and its mend, and with --strict writes nothing', () => {
    writeFileSync(
      join(folder, 'bad.yml'),
      'title: B\nlogsource: {category: file}\ndetection: {s: {f|x: 1}, condition: s}\n',
    )
    expect(run(folder, '--strict')).toBe(3)
    expect(out).toBe('')
    expect(error).toMatch(/bad\.yml:3:17: there is no modifier x\n {2}Use one of/)
  })

  it.each([[[]], [['--nope']], [['/nowhere/at/all']], [['.', '--format', 'x']]])(
    'says how %j is wrong',
    (args) => {
      expect(run(...args)).toBe(2)
      expect(error).toContain('--help')
    },
  )

  it('follows links to files, and not in circles', () => {
    symlinkSync('.', join(folder, 'a'))
    symlinkSync('.', join(folder, 'b'))
    expect(run(folder, '--format', 'plan')).toBe(0)
    expect(error).toContain('1 rules')
    symlinkSync('gone', join(folder, 'c.yml'))
    expect(run(folder)).toBe(2)
    expect(error).toContain('c.yml')
  })

  it.each([
    ['latin.yml', Buffer.from('title: caf\xe9', 'latin1'), [], 'latin.yml is not UTF-8 text'],
    ['l.json', Buffer.from('{"a": '), ['--lists'], 'l.json is not JSON'],
    ['l.json', Buffer.from('{"a": "b"}'), ['--lists'], 'l.json is not of the form'],
    ['p.json', Buffer.from('[1]'), ['--pipeline'], 'p.json is not of the form'],
    ['p.json', Buffer.from('{"steps": [{"field": {}}]}'), ['--pipeline'], 'p.json is not of the form'],
  ])('names %s when it is not what it should be', (name, bytes, before, wanted) => {
    writeFileSync(join(folder, name), bytes)
    expect(run(join(folder, 'good.yml'), ...before, join(folder, name))).toBe(2)
    expect(error).toContain(wanted)
    expect(out).toBe('')
  })

  it('lets no rule drive the terminal', () => {
    writeFileSync(join(folder, 'bad.yml'), good.replace('f|re:', '"f|\\e[2Jx":'))
    expect(run(join(folder, 'bad.yml'))).toBe(3)
    expect(error).toContain('there is no modifier  [2Jx')
  })

  it('says when a folder holds no rules, and writes the whole file or none', () => {
    rmSync(join(folder, 'good.yml'))
    expect(run(folder)).toBe(2)
    expect(error).toContain('there are no rules')
    writeFileSync(join(folder, 'Good.YML'), good)
    expect(run(folder, '-o', join(folder, 'rules.ts'))).toBe(0)
    expect(run(folder, '-o', join(folder, 'nowhere', 'rules.ts'))).toBe(2)
    expect(readdirSync(folder).sort()).toEqual(['Good.YML', 'rules.ts'])
  })

  it('helps, with examples', () => {
    expect(run('--help')).toBe(0)
    expect(out).toContain('Examples:')
  })
})
