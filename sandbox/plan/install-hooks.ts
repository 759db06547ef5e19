import type { EntryPoint, Origin } from '@clawback/model'

const hooks = ['preinstall', 'install', 'postinstall'] as const

/**
 * Commands that a package manager would run by itself when this package is installed, as entry points. `prepare` runs
 * for folders and git repositories only, not for what a registry delivers (npm docs, scripts, Life Cycle Operation
 * Order).
 */
export function findInstallHooks(packageJson: string, origin: Origin['type']): readonly EntryPoint[] {
  const scripts = readScripts(packageJson)
  const run = origin === 'npm' ? hooks : [...hooks, 'prepare' as const]
  return run.flatMap((hook) => {
    const command = scripts.get(hook)
    return command === undefined
      ? []
      : [{ actor: 'script', name: `package.json#${hook}`, command: ['/bin/sh', '-c', command] } as const]
  })
}

function readScripts(text: string): ReadonlyMap<string, string> {
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
