import { build } from 'esbuild'
import type { Event } from './naive.js'

/** A rule of a generated module, as far as tests ask for it. */
export interface ModuleRule {
  readonly id: string
  readonly matches: (event: Event, lists?: Readonly<Record<string, readonly string[]>>) => boolean
}

/** Bundles a generated module and imports it. */
export async function loadModule(text: string): Promise<readonly ModuleRule[]> {
  const { outputFiles } = await build({
    stdin: { contents: text, loader: 'ts', resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['@clawback/source'],
  })
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  const loaded = (await import(`data:text/javascript;base64,${code}`)) as { rules: readonly ModuleRule[] }
  return loaded.rules
}
