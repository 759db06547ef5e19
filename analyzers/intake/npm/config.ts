import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Options in the form npm's own libraries take them. */
export type NpmOptions = Readonly<Record<string, unknown>>

/** npm's configuration reader; it is plain CommonJS without types, and loaded only here. */
type ConfigModule = new (options: NpmOptions) => {
  load(): Promise<void>
  readonly flat: NpmOptions
}

/**
 * The person's npm configuration (user, global, environment), as npm flattens it. The project level is taken from an
 * empty folder of our own: an `.npmrc` beside a sample must not choose where packages come from.
 */
export async function loadNpmOptions(home: string, cache: string | undefined): Promise<NpmOptions> {
  const require = createRequire(import.meta.url)
  const Config = require('@npmcli/config') as ConfigModule
  const definitions = require('@npmcli/config/lib/definitions') as NpmOptions
  const prefix = await mkdtemp(join(home, 'npm-'))
  const config = new Config({
    ...definitions,
    npmPath: dirname(require.resolve('@npmcli/config/package.json')),
    argv: [process.execPath, 'npm', '--prefix', prefix],
    cwd: prefix,
    excludeNpmCwd: true,
    warn: false,
  })
  await config.load()
  return { ...config.flat, ...safety, ...(cache === undefined ? {} : { cache }) }
}

/** Nothing of a package may run, and packages come from registries alone. */
const safety: NpmOptions = {
  ignoreScripts: true,
  audit: false,
  fund: false,
  allowGit: 'none',
  allowRemote: 'none',
  allowFile: 'none',
  allowDirectory: 'none',
  progress: false,
  workspacesEnabled: false,
  includeWorkspaceRoot: false,
  global: false,
  save: false,
  packageLock: false,
  foregroundScripts: false,
}
