import { ClawbackError } from '@clawback/model'
import { isExecutable } from '../bwrap/tools.js'
import type { Cell, CellProbe, Requirement } from '../../ports.js'

const engines = ['/usr/bin/docker', '/usr/bin/podman', '/usr/local/bin/docker', '/usr/local/bin/podman']

/** The engine's program, by absolute path. */
export function findEngine(places: readonly string[] = engines): string | undefined {
  return places.find(isExecutable)
}

const blindSpots: readonly string[] = [
  'Inside is the default cell with its own blind spots; the kernel is the host’s unless the engine’s runtime is runsc.',
  'The engine’s daemon runs as root: whoever can reach it is root on the host.',
]

/** Whether an engine is here. Its container is started by `docker run` with the arguments of `containerArguments`. */
export function probeDocker(engine: string | undefined = findEngine()): CellProbe {
  return {
    cell: 'docker',
    ok: false,
    requirements: [engineRequirement(engine), untried],
    versions: {},
    blindSpots,
  }
}

function engineRequirement(engine: string | undefined): Requirement {
  return engine === undefined
    ? {
        name: 'container engine',
        ok: false,
        detail: 'Neither docker nor podman is installed.',
        mend: 'Install docker or podman, or use the bwrap-strace or gvisor cell.',
      }
    : { name: 'container engine', ok: true, detail: engine, mend: '' }
}

/** Said as it is: this adapter has met no engine yet, so it refuses to be opened. */
const untried: Requirement = {
  name: 'tried engine',
  ok: false,
  detail: 'This adapter makes the engine’s arguments and has not been tried with an engine.',
  mend: 'Start a container with those arguments (sandbox/README.md), or use the bwrap-strace or gvisor cell.',
}

/** Adapter for docker and podman: never opens anything weaker than what it says. */
export const dockerCell: Cell = {
  name: 'docker',
  probe: () => Promise.resolve(probeDocker()),
  open: () => Promise.reject(refusal(probeDocker())),
}

/** What opening a cell that is not ready throws: its first requirement that is not met, with the mend. */
export function refusal(probe: CellProbe): ClawbackError {
  const lack = probe.requirements.find(({ ok }) => !ok)
  return new ClawbackError('SANDBOX_UNAVAILABLE', { detail: lack?.detail ?? '', mend: lack?.mend ?? '' })
}
