import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Identity } from './identity.js'
import type { Tools } from './tools.js'

/** Namespaces of a worker. Killing the outer process kills everything inside. */
const namespaces = [
  '--user',
  '--map-root-user',
  '--net',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
]

/**
 * The first process of the worker's pid namespace: a shell, because it reaps the orphans that runs leave behind, which
 * Node would not; left alone they fill the process limit and later samples hang.
 */
const reaper = 'exec 3<&0; "$@" <&3 3<&- & child=$!; exec 3<&- 0</dev/null; wait "$child"'

/** Arguments of unshare (or of setpriv, when an identity is dropped to) that start `command` in a worker's namespaces. */
export function workerCommand(
  tools: Tools,
  identity: Identity,
  command: readonly string[],
): readonly [file: string, args: readonly string[]] {
  const inside = [...namespaces, '--', tools.sh, '-c', reaper, 'sh', ...command]
  if (identity.drop === undefined) return [tools.unshare, inside]
  const id = String(identity.drop)
  return [
    tools.setpriv,
    ['--reuid', id, '--regid', id, '--clear-groups', '--inh-caps=-all', '--', tools.unshare, ...inside],
  ]
}

/** The file a worker runs: the built one, or the source where we are source. */
export function workerFile(): string {
  const extension = isSource ? 'ts' : 'js'
  return fileURLToPath(new URL(`../../worker/main.${extension}`, import.meta.url))
}

/** Threads that collect garbage side by side wait for each other, spinning: cells of other cores pay for that. */
const flags = ['--single-threaded-gc']

/** Node and its arguments for the worker; source goes through the loader that our own tests use. */
export function workerProgram(node: string): string[] {
  if (!isSource) return [node, ...flags, workerFile()]
  const loader = createRequire(import.meta.url).resolve('tsx')
  const source = ['--conditions=@clawback/source', '--import', pathToFileURL(loader).href]
  return [node, ...flags, ...source, workerFile()]
}

const isSource = import.meta.url.endsWith('.ts')
