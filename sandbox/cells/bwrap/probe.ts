import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { release, tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { CellOptions, CellProbe, Requirement } from '../../ports.js'
import { chooseIdentity } from './identity.js'
import type { Identity } from './identity.js'
import { execute, rehearse } from './rehearse.js'
import { machines } from './syscalls.js'
import { findTools, packages } from './tools.js'
import type { Tools } from './tools.js'

/** What this cell cannot see or hold; printed with every result (facts of the design, not of this machine). */
const blindSpots: readonly string[] = [
  'A shell that reads its own variables makes no call: env.read covers Python and Node only, and they can forge it.',
  'The kernel is shared: a kernel bug is not contained. Use a throw-away machine for targeted malware.',
  'Reads and writes after an open are not counted; content is seen in the snapshot after the run.',
]

const ok = (name: string, detail: string): Requirement => ({ name, ok: true, detail, mend: '' })
const no = (name: string, detail: string, mend: string): Requirement => ({ name, ok: false, detail, mend })

/** Looks whether the cell can be opened here, without opening it. Every answer that is no has its mend. */
export async function probeBwrap(options: CellOptions = {}): Promise<CellProbe> {
  const { found, missing } = findTools()
  const requirements: Requirement[] = [
    machines[process.arch] === undefined
      ? no('machine', `There is no kernel filter for ${process.arch}.`, 'Use an x64 or arm64 machine.')
      : ok('machine', process.arch),
    ...missing.map(toolRequirement),
    await disk(options.workdir ?? tmpdir()),
  ]
  const versions: Record<string, string> = { kernel: release(), node: process.versions.node }
  const identity = identityRequirement(options, requirements)
  if (missing.length === 0 && identity !== undefined) {
    const tools = found as Tools
    versions['strace'] = await versionOf(tools.strace, ['-V'])
    versions['bwrap'] = await versionOf(tools.bwrap, ['--version'])
    requirements.push(straceRequirement(versions['strace']), ...(await rehearse(tools, identity)))
  }
  return {
    cell: 'bwrap-strace',
    ok: requirements.every((requirement) => requirement.ok),
    requirements,
    versions,
    blindSpots,
  }
}

/** A tool that is not there. */
export function toolRequirement(tool: keyof Tools): Requirement {
  const mend = `apt-get install ${packages[tool]}`
  return {
    ...no(tool, `${tool} is not installed.`, mend),
    refusal: { code: 'TOOL_MISSING', values: { tool, mend } },
  }
}

function identityRequirement(options: CellOptions, requirements: Requirement[]): Identity | undefined {
  try {
    const identity = chooseIdentity(undefined, options.uid)
    requirements.push(
      ok('identity', identity.drop === undefined ? 'own uid' : `drops to uid ${identity.drop}`),
    )
    return identity
  } catch (error) {
    const mend = 'Give a uid that no account has, or run as an ordinary user.'
    requirements.push(no('identity', error instanceof Error ? error.message : String(error), mend))
    return undefined
  }
}

const needBytes = 256 * 1024 * 1024

async function disk(path: string): Promise<Requirement> {
  const { bavail, bsize } = await statfs(existing(path))
  return diskRequirement(path, bavail * bsize)
}

/** Whether there is room for the copies of samples. */
export function diskRequirement(path: string, bytes: number): Requirement {
  const [free, need] = [bytes, needBytes].map((count) => Math.floor(count / 2 ** 20)) as [number, number]
  if (bytes >= needBytes) return ok('disk', `${free} MB free at ${path}`)
  return {
    ...no(
      'disk',
      `Only ${free} MB are free at ${path}; ${need} MB are needed.`,
      'Free some space, or choose another folder.',
    ),
    refusal: { code: 'DISK_LOW', values: { path, free, need } },
  }
}

/** The folder itself, or the nearest one above it that is there already. */
function existing(path: string): string {
  let folder = resolve(path)
  while (!existsSync(folder)) folder = dirname(folder)
  return folder
}

/** `--seccomp-bpf` came with strace 5.3. */
export function straceRequirement(version: string): Requirement {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 5 || (major === 5 && minor >= 3)
    ? ok('strace version', version)
    : no('strace version', `strace ${version} is too old; 5.3 is needed.`, 'Install strace 5.3 or newer.')
}

async function versionOf(tool: string, args: readonly string[]): Promise<string> {
  const { out } = await execute(tool, args)
  return /\d+\.\d+(?:\.\d+)?/.exec(out)?.[0] ?? ''
}
