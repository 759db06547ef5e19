import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBase } from './changes.js'
import { intake } from './intake.js'

let root = ''
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'changes-'))
  git('init', '-qb', 'main')
  for (const name of ['one', 'two', 'three', 'four']) {
    put(`skills/${name}/SKILL.md`, `---\nname: ${name}\ndescription: d\n---\n`)
    put(`skills/${name}/a.sh`, 'echo a\n')
  }
  put('README.md', 'r\n')
  git('add', '-A')
  git('commit', '-qm', 'base')
})
afterEach(() => rmSync(root, { recursive: true }))

/** Artifact name -> changed files, for what lies below `folder`. */
async function changes(folder: string, ref: string): Promise<Record<string, readonly string[]>> {
  const base = await openBase(join(root, folder), ref)
  const workdir = mkdtempSync(join(tmpdir(), 'changes-work-'))
  const taken = await intake(join(root, folder), { workdir })
  try {
    const found = await Promise.all(
      taken.artifacts.map(
        async (open) => [open.artifact.name, await base.changesOf(open, taken.artifacts)] as const,
      ),
    )
    return Object.fromEntries(found.filter(([, paths]) => paths.length > 0))
  } finally {
    await taken.close()
    rmSync(workdir, { recursive: true })
  }
}

it('knows what is new, different, gone, linked and executable in the work tree', async () => {
  expect(await changes('.', 'main')).toEqual({})
  put('skills/one/a.sh', 'echo b\n')
  put('skills/one/new.sh', 'echo new\n')
  unlinkSync(join(root, 'skills/two/a.sh'))
  chmodSync(join(root, 'skills/three/a.sh'), 0o755)
  symlinkSync('/etc/passwd', join(root, 'skills/three/link'))
  const expected = { one: ['a.sh', 'new.sh'], two: ['a.sh'], three: ['a.sh', 'link'] }
  expect(await changes('.', 'main')).toEqual(expected)
  expect(await changes('skills', 'HEAD')).toEqual(expected)
  expect(await changes('skills/one', 'HEAD')).toEqual({ one: ['a.sh', 'new.sh'] })
  expect(await changes('skills/one/a.sh', 'HEAD')).toEqual({ 'a.sh': ['a.sh'] })
  rmSync(join(root, 'skills/four'), { recursive: true })
  expect(Object.entries(await changes('.', 'main')).at(-1)?.[1]).toEqual([
    'skills/four/SKILL.md',
    'skills/four/a.sh',
  ])
  git('checkout', '-q', 'skills/four')
  git('add', '-A')
  git('commit', '-qm', 'two')
  expect(await changes('.', 'HEAD')).toEqual({})
  expect(await changes('.', 'HEAD~1')).toEqual(expected)
})

it('counts from where the branch began, not what happened to the base since', async () => {
  git('checkout', '-qb', 'work')
  put('skills/one/a.sh', 'echo b\n')
  git('commit', '-qam', 'work')
  git('checkout', '-q', 'main')
  put('skills/two/a.sh', 'echo main\n')
  git('commit', '-qam', 'main goes on')
  git('checkout', '-q', 'work')
  expect(await changes('.', 'main')).toEqual({ one: ['a.sh'] })
})

it('nothing that the repository configures is started', async () => {
  const mark = join(root, 'started')
  git('config', 'core.fsmonitor', `touch ${mark}`)
  git('config', 'filter.x.clean', `touch ${mark}; cat`)
  git('config', 'diff.external', `touch ${mark}`)
  put('.gitattributes', '* filter=x\n')
  put('skills/one/a.sh', 'echo b\n')
  expect(await changes('skills', 'main')).toEqual({ one: ['a.sh'] })
  expect(existsSync(mark)).toBe(false)
})

it.each(['none', '--help', '', 'main:README.md'])('refuses %j as a base', async (ref) => {
  await expect(openBase(root, ref)).rejects.toMatchObject({ code: 'USAGE' })
})

it('refuses what is in no work tree', async () => {
  const bare = mkdtempSync(join(tmpdir(), 'changes-none-'))
  await expect(openBase(bare, 'main')).rejects.toMatchObject({ code: 'USAGE' })
  await expect(openBase('npm:left-pad', 'main')).rejects.toMatchObject({ code: 'USAGE' })
  rmSync(bare, { recursive: true })
})
