import type { EntryPoint } from '@clawback/model'

const hooks = ['preinstall', 'install', 'postinstall', 'prepare'] as const

/** Commands that a package manager would run by itself when this package is installed, as entry points. */
export function findInstallHooks(packageJson: string): readonly EntryPoint[] {
  const scripts = readScripts(packageJson)
  return hooks.flatMap((hook) => {
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
