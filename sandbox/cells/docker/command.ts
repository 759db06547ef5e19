/** Where the worker lies in a container, and what it may use. */
export interface ContainerOptions {
  /** Image with clawback and the packages of the default cell. */
  readonly image: string
  /** Uid samples run as; the image needs no account of it. */
  readonly uid: number
  readonly memoryBytes: number
  readonly cpus: number
  readonly processes: number
  /** Folder of the sample on the host, seen read-only at /sample. */
  readonly sample: string
  /** A runtime of the engine: `runsc` puts gVisor below the whole container. */
  readonly runtime?: string
}

/**
 * Arguments of `docker run` or `podman run` for the worker of the default cell as entry point. No network at all (the
 * worker makes its own and seals it), no capabilities, nothing writable but memory. /proc must not be masked and the
 * engine's own call filter must let user namespaces through: the worker needs both to make a cell, and its own filter
 * stands inside. Pure: no engine is asked.
 */
export function containerArguments(options: ContainerOptions): string[] {
  const { image, uid, memoryBytes, cpus, processes, sample, runtime } = options
  return [
    ...['run', '--rm', '--interactive', '--init', '--pull', 'never', '--network', 'none'],
    ...['--user', `${uid}:${uid}`, '--cap-drop', 'ALL', '--read-only'],
    ...['--security-opt', 'no-new-privileges', '--security-opt', 'seccomp=unconfined'],
    ...['--security-opt', 'systempaths=unconfined'],
    ...['--ipc', 'private', '--memory', String(memoryBytes), '--memory-swap', String(memoryBytes)],
    ...['--cpus', String(cpus), '--pids-limit', String(processes)],
    ...['--tmpfs', '/tmp:rw,exec,nosuid,nodev,size=1g,mode=1777', '--env', 'HOME=/tmp'],
    ...['--mount', `type=bind,src=${mountable(sample)},dst=/sample,readonly`],
    ...(runtime === undefined ? [] : ['--runtime', runtime]),
    ...[image, 'clawback', 'run', '/sample', '--json'],
  ]
}

/** The engine splits mounts at commas. Throws RangeError for a path it could not take as one. */
function mountable(path: string): string {
  if (!path.startsWith('/') || /[,"\n]/.test(path)) throw new RangeError(`not a path for a mount: ${path}`)
  return path
}
