import { readdirSync, readFileSync } from 'node:fs'
import type { CheckResult } from './check.js'

/** What the host's kernel says of one process. */
interface HostProcess {
  readonly pid: number
  readonly parent: number
  /** Pid namespaces it is in, from the one of /proc down. */
  readonly depth: number
  readonly program: string
  readonly uid: number
  readonly filter: number
  readonly noNewPrivileges: number
  readonly capabilities: bigint
}

interface Carriers {
  /** Capabilities it may hold in the worker's own user namespace, where they reach nothing of the host. */
  readonly capabilities: bigint
  /** What starts the cell, stands beside the sample in its pid namespace, and carries nothing of it. */
  readonly starter?: RegExp
}

const strict: Carriers = { capabilities: 0n }
const carried: Readonly<Record<string, Carriers>> = {
  gvisor: {
    // gVisor's kernel traces its stubs; its file server changes owners and root in the run's own folders.
    capabilities: 0xc001fn,
    // A sample's program has no name on the host: its stubs are called by gVisor's.
    starter: /^(?:\/\S*\/)?(?:runsc|unshare|prlimit|sh)$/,
  },
}

/**
 * Looks from the host at the processes that carry a sample, while it runs: none may be root, each must stand behind a
 * call filter, without new privileges and without rights. Call it while a sample of ours is running.
 */
export function rightsOnHost(cell: string): CheckResult {
  const { capabilities: allowed, starter } = carried[cell] ?? strict
  const carriers = carriersOf(process.pid).filter(({ program }) => starter?.test(program) !== true)
  const bad = carriers.filter(
    ({ uid, filter, noNewPrivileges, capabilities }) =>
      uid === 0 || filter !== 2 || noNewPrivileges !== 1 || (capabilities & ~allowed) !== 0n,
  )
  return {
    name: 'rights on the host',
    contained: carriers.length > 0 && bad.length === 0,
    answer:
      carriers.length === 0
        ? 'no answer'
        : bad.length === 0
          ? 'unprivileged, filtered, without rights'
          : bad.map(told).join('; '),
  }
}

function told({ program, uid, filter, noNewPrivileges, capabilities }: HostProcess): string {
  return `${program}: uid ${uid}, filter ${filter}, no new privileges ${noNewPrivileges}, capabilities ${capabilities.toString(16)}`
}

/** Processes below a worker that are in a pid namespace of their own. */
function carriersOf(root: number): HostProcess[] {
  const all = new Map(readProcesses().map((one) => [one.pid, one]))
  const depth = (all.get(root)?.depth ?? 1) + 2
  const isOurs = ({ parent }: HostProcess): boolean => {
    for (let at = all.get(parent); at !== undefined; at = all.get(at.parent)) if (at.pid === root) return true
    return false
  }
  return [...all.values()].filter((one) => one.depth >= depth && isOurs(one))
}

function readProcesses(): HostProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const text = readFileSync(`/proc/${pid}/status`, 'latin1')
        const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
        return [readStatus(text, program)]
      } catch {
        // It ended while we were looking.
        return []
      }
    })
}

/** One `/proc/<pid>/status` as numbers. What it does not say counts as the worst. */
export function readStatus(text: string, program: string): HostProcess {
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? ''
  const number = (name: string): number => Number.parseInt(field(name) || '0', 10)
  return {
    pid: number('Pid'),
    parent: number('PPid'),
    depth: field('NSpid').split(/\s+/).length,
    program,
    uid: number('Uid'),
    filter: number('Seccomp'),
    noNewPrivileges: number('NoNewPrivs'),
    capabilities: BigInt(`0x${field('CapEff') || 'ffffffffffffffff'}`),
  }
}
