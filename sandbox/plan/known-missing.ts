import type { CellResult, CellRun } from '../ports.js'

/** Packages that a run asked for and nobody has. */
export function missingPackages({ trace }: CellResult): readonly string[] {
  return trace.events
    .filter((event) => event.kind === 'run.gap' && event['gap.reason'] === 'package-missing')
    .map((event) => packageOf(String(event['gap.detail'])))
}

/**
 * A script that asks for a package before all else, which an earlier run of the same artifact found missing, is run with
 * stand-ins at once: without them it would only end at that import, once more. What it does before the import it does with
 * them too.
 */
export function withStandIns(run: CellRun, missing: ReadonlySet<string>, source: () => string): CellRun {
  if (missing.size === 0 || run.variant !== 'base' || run.entry.actor !== 'script') return run
  if (!importsOf(source()).some((name) => missing.has(name))) return run
  return {
    ...run,
    variant: 'stubs',
    actor: { ...run.actor, options: { ...run.actor.options, untilBroken: false } },
  }
}

/** Imports that nothing guards: Python at the margin, Node at the margin or assigned there. */
function importsOf(source: string): string[] {
  const names = [
    ...source.matchAll(/^from[ \t]+([A-Za-z_][\w.]*)[ \t]+import\b/gm),
    ...source.matchAll(
      /^import[ \t]+([A-Za-z_][\w.]*(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)*)/gm,
    ),
    ...source.matchAll(
      /^(?:(?:const|let|var)[ \t][^=\n]{0,200}=[ \t]*)?require\(["']([^"'\n]{1,200})["']\)/gm,
    ),
    ...source.matchAll(/^import\b[^"'\n]{0,200}["']([^"'\n]{1,200})["']/gm),
  ].flatMap(([, name = '']) => name.split(','))
  return names.map((name) => packageOf(name.trim()))
}

/** `a.b` and `a/b` are of the package `a`; `@a/b/c` of `@a/b`. */
function packageOf(name: string): string {
  if (name.startsWith('@')) return name.split('/').slice(0, 2).join('/')
  return name.split(/[./\s]/, 1)[0] ?? name
}
