import { describe, expect, it } from 'vitest'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const checkout = join(import.meta.dirname, '../..')

interface Ended {
  readonly status: number | null
  readonly said: string
}

/** Runs a command with stand-ins for some programs of the machine before the real ones on PATH. */
function onMachine(
  programs: Readonly<Record<string, string>>,
  command: readonly string[],
  cwd = checkout,
): Ended {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'))
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/bash\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const [file = '', ...args] = command
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` }
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, env, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

/** A copy of the scripts with a lock file that was never installed. */
function freshCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'))
  cpSync(join(checkout, 'scripts'), join(folder, 'scripts'), { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['package.json', 'package-lock.json']) writeFileSync(join(folder, name), '{}')
  return folder
}

const oldNode = '[ "$1" = --version ] && echo v18.20.4; exit 1'
const fullDisk = 'printf "Filesystem 1M-blocks Used Available\\n/dev/x 9000 8800 200\\n"'
const nothingInstalled = 'echo not-installed'
const installed = 'echo installed'

describe.each(['scripts/demo', 'scripts/test'])('%s, on a machine that cannot', (script) => {
  it.each([
    ['an old Node', { node: oldNode }, /Node v18\.20\.4 is too old\.\nmend: {2}Install Node 20\.19/],
    [
      'a full disk',
      { df: fullDisk },
      /Only 200 MB are free here; \d+ MB are needed\.\nmend: {2}Free some space/,
    ],
    [
      'no right to install packages',
      { 'dpkg-query': nothingInstalled, id: 'echo 1000', sudo: 'exit 1' },
      /may not install them: bubblewrap strace.*\nmend: {2}Run as root once: apt-get install bubblewrap strace/,
    ],
    [
      'packages that cannot be fetched',
      { 'dpkg-query': nothingInstalled, id: 'echo 0', 'apt-get': 'echo "E: no network" >&2; exit 100' },
      /E: no network\n.*apt-get could not install them\.\nmend: {2}Install by hand: apt-get install bubblewrap/,
    ],
  ])('stops at %s, names the mend and exits with 4', (_, programs, said) => {
    const ended = onMachine(programs, ['bash', script])
    expect(ended.said).toMatch(said)
    expect(ended.status).toBe(4)
  })

  it('stops when npm cannot install, and tries again the next time', () => {
    const folder = freshCheckout()
    for (const time of ['first', 'second']) {
      const ended = onMachine(
        { 'dpkg-query': installed, npm: `echo "npm ${time}" >&2; exit 1` },
        ['bash', script],
        folder,
      )
      expect(ended.said).toMatch(new RegExp(`npm ${time}\n.*npm ci failed\\.\nmend: {2}Check the network`))
      expect(ended.status).toBe(4)
    }
  })
})

describe('a machine without user namespaces', () => {
  /** A user namespace of our own that allows no more of them: the kernel's real refusal. */
  const inside = (command: string): Ended =>
    onMachine({}, [
      'unshare',
      '--user',
      '--map-root-user',
      'sh',
      '-c',
      `echo 0 > /proc/sys/user/max_user_namespaces && exec ${command}`,
    ])
  it.each([
    ['node_modules/.bin/clawback doctor', /lack namespaces/],
    ['node_modules/.bin/clawback run datasets/samples/cloud-cost-report', /The namespaces could not be made/],
    // A package that no registry has: the machine is looked at before anything is fetched.
    ['node_modules/.bin/clawback run npm:@clawback/surely-not-there', /The namespaces could not be made/],
    ['bash scripts/demo', /The namespaces could not be made/],
  ])('is told so by `%s`, with the mend, and exit 4', { timeout: 60_000 }, (command, said) => {
    const ended = inside(command)
    expect(ended.said).toMatch(said)
    expect(ended.said).toMatch(/As root: sysctl -w user\.max_user_namespaces=10000/)
    expect(ended.status).toBe(4)
  })
})
