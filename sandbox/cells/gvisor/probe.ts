import { isExecutable } from '../bwrap/tools.js'
import type { CellOptions, CellProbe, Requirement } from '../../ports.js'
import { probeBwrap } from '../bwrap/probe.js'
import { execute } from '../bwrap/rehearse.js'

/** What this cell cannot see or hold; printed with every result. */
const blindSpots: readonly string[] = [
  'A connection is given to a process by where it went, not by its socket: when several processes reach the same address and port at once it stays without a process, and the run says so.',
  'The sample sees uid 0 (without capabilities), and a kernel that says Linux 4.4.0: it can tell that this is gVisor.',
  'Old builds of gVisor refuse calls that newer programs make (statx with AT_NO_AUTOMOUNT, so `ls /`): such a program behaves otherwise here.',
  'Waiting cannot be skipped: the variant sleep-skip runs like the base, and the run says so.',
  'A new user namespace is allowed inside gVisor; after a chroot in one, paths are told as the sample names them.',
  'io_uring of gVisor’s own kernel reads what was opened before; such reads are not told (nor are others after an open).',
  'What gVisor does not implement fails as missing and not as forbidden: fewer attempts are told as syscall.denied.',
  'Memory counts gVisor itself, some tens of MB.',
  'A path that reads like two arguments makes the trace incomplete, and the run says so.',
  'A shell that reads its own variables makes no call: env.read covers Python and Node only, and they can forge it.',
]

/** Where runsc is, by absolute path. */
export function findRunsc(
  places: readonly string[] = ['/usr/bin/runsc', '/usr/local/bin/runsc'],
): string | undefined {
  return places.find(isExecutable)
}

/** Looks whether gVisor can hold samples here: everything a worker needs, and runsc. */
export async function probeGvisor(options: CellOptions = {}, places?: readonly string[]): Promise<CellProbe> {
  const runsc = findRunsc(places)
  const base = await probeBwrap(options)
  const found: Requirement =
    runsc === undefined
      ? {
          name: 'runsc',
          ok: false,
          detail: 'runsc (gVisor) is not installed.',
          mend: 'apt-get install runsc',
          refusal: { code: 'TOOL_MISSING', values: { tool: 'runsc', mend: 'apt-get install runsc' } },
        }
      : { name: 'runsc', ok: true, detail: runsc, mend: '' }
  const requirements = [...base.requirements, found, ...machine()]
  const version = runsc === undefined ? '' : (await execute(runsc, ['--version'])).out
  return {
    cell: 'gvisor',
    ok: requirements.every(({ ok }) => ok),
    requirements,
    versions: {
      ...base.versions,
      gvisor: /release-\S+|version (\S+)/.exec(version)?.[1] ?? version.slice(0, 40),
    },
    blindSpots,
  }
}

function machine(): readonly Requirement[] {
  return process.arch === 'x64'
    ? []
    : [
        {
          name: 'gvisor machine',
          ok: false,
          detail: `Reading gVisor's trace is only known on x64, and this is ${process.arch}.`,
          mend: 'Use the bwrap-strace cell.',
        },
      ]
}
