import { posix } from 'node:path'
import type { ArtifactFile, EntryPoint, Origin } from '@clawback/model'
import type { ReadHead } from './entries.js'

/** What a package manager would run by itself, and where. */
export interface InstallHook {
  readonly entry: EntryPoint
  /** Folder in the cell. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

const hooks = ['preinstall', 'install', 'postinstall'] as const
const foreign = /(?:^|\/)(?:node_modules|\.git|\.venv|site-packages)\//

/** The commands that npm and pip would run while they install what lies in a folder of the artifact. */
export function findInstallHooks(
  files: readonly ArtifactFile[],
  head: ReadHead,
  origin: Origin['type'],
): readonly InstallHook[] {
  const paths = files.map(({ path }) => path).filter((path) => !foreign.test(path))
  const named = (name: string): string[] => paths.filter((path) => posix.basename(path) === name)
  const npm = named('package.json').flatMap((path) => npmHooks(path, head(path), origin))
  const builds = named('pyproject.toml').filter((path) => runsCode(head(path)))
  const folders = new Set([...named('setup.py'), ...builds].map((path) => posix.dirname(path)))
  return [...npm, ...[...folders].map((folder) => pipHook(folder, new Set(paths)))]
}

/**
 * `prepare` runs for folders and git repositories only, not for what a registry delivers (npm docs, scripts, Life Cycle
 * Operation Order). A hook sees that npm runs it (npm docs, scripts, Environment).
 */
function npmHooks(path: string, text: string, origin: Origin['type']): InstallHook[] {
  const scripts = readNpmScripts(text)
  const cwd = posix.join('/skill', posix.dirname(path))
  return (origin === 'npm' ? hooks : [...hooks, 'prepare' as const]).flatMap((hook) => {
    const command = scripts.get(hook)
    if (command === undefined) return []
    return [
      {
        entry: { actor: 'script', name: `${path}#${hook}`, command: ['/bin/sh', '-c', command] },
        cwd,
        env: {
          INIT_CWD: cwd,
          npm_command: 'install',
          npm_lifecycle_event: hook,
          npm_lifecycle_script: command,
          npm_config_user_agent: 'npm/10.8.2 node/v20.18.1 linux x64 workspaces/false',
        },
      },
    ]
  })
}

/** Pip builds with what is on the machine: the network of a cell has no packages to give. */
const install =
  '/usr/bin/python3 -m pip install --no-build-isolation --no-deps --no-index --no-cache-dir --disable-pip-version-check --user --break-system-packages .'

function pipHook(folder: string, paths: ReadonlySet<string>): InstallHook {
  const file = ['setup.py', 'pyproject.toml']
    .map((name) => posix.join(folder, name))
    .find((path) => paths.has(path))
  return {
    entry: { actor: 'script', name: `${file ?? folder}#install`, command: ['/bin/sh', '-c', install] },
    cwd: posix.join('/skill', folder),
    env: {},
  }
}

/** A build that brings a backend or a hook of its own (PEP 517, `backend-path`; hatch and poetry, build hooks). */
function runsCode(pyproject: string): boolean {
  return (
    /^\s*backend-path\s*=/m.test(pyproject) ||
    /^\s*\[tool\.hatch\.(?:build|metadata)\.(?:[\w.]+\.)?hooks\.custom\]/m.test(pyproject) ||
    /^\s*\[tool\.poetry\.build\]/m.test(pyproject) ||
    /^\s*\[tool\.pdm\.build\]/m.test(pyproject)
  )
}

function readNpmScripts(text: string): ReadonlyMap<string, string> {
  try {
    const parsed = JSON.parse(text) as unknown
    const scripts = isObject(parsed) ? parsed['scripts'] : undefined
    if (!isObject(scripts)) return new Map()
    return new Map(
      Object.entries(scripts).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    )
  } catch {
    return new Map()
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
