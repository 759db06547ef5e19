import { canonicalJson } from '@clawback/model'
import type { McpDeclaration } from '@clawback/wire'

/** Most differences that are told of one list. */
const mostTold = 64

/**
 * What is different between two lists of the same server, as `name: what`, in order of name; `what` is `added`,
 * `removed`, or the member of the declaration that changed (`description`, `inputSchema`, `annotations`, …).
 */
export function compareLists(
  before: readonly McpDeclaration[],
  after: readonly McpDeclaration[],
): readonly string[] {
  const earlier = new Map(before.map((item) => [item.name, item.raw]))
  const later = new Map(after.map((item) => [item.name, item.raw]))
  const names = [...new Set([...earlier.keys(), ...later.keys()])].sort()
  return names
    .flatMap((name) => differences(earlier.get(name), later.get(name)).map((what) => `${name}: ${what}`))
    .slice(0, mostTold)
}

type Raw = McpDeclaration['raw'] | undefined

function differences(before: Raw, after: Raw): readonly string[] {
  if (before === undefined) return ['added']
  if (after === undefined) return ['removed']
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return members.filter((name) => textOf(before, name) !== textOf(after, name))
}

function textOf(raw: McpDeclaration['raw'], name: string): string {
  return Object.hasOwn(raw, name) ? canonicalJson(raw[name]) : ''
}
