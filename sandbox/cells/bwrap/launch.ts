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

/** Node and its arguments for the worker: the built file, or the source through the loader that runs us. */
export function workerProgram(): string[] {
  const isSource = import.meta.url.endsWith('.ts')
  const file = fileURLToPath(new URL(`../../worker/main.${isSource ? 'ts' : 'js'}`, import.meta.url))
  if (!isSource) return [process.execPath, file]
  const loader = createRequire(import.meta.url).resolve('tsx')
  return [process.execPath, '--conditions=@clawback/source', '--import', pathToFileURL(loader).href, file]
}
