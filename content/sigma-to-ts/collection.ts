import { text } from './header.js'
import type { Problems } from './problem.js'
import { entry } from './yaml.js'
import type { Entry, Mapping } from './yaml.js'

/**
 * Works out rule collections (`action: global | repeat | reset`): a global document lends its keys to those after it,
 * a repeat document is the one before it with some keys changed.
 */
export function expandCollection(documents: readonly Mapping[], problems: Problems): Mapping[] {
  let shared: Mapping | undefined
  let previous: Mapping | undefined
  /** A global document that no rule took anything from yet. */
  let unused: Mapping | undefined
  const told = (): void => {
    if (unused === undefined) return
    problems.add(
      unused,
      'the global document lends its keys to no rule',
      'Put a rule after it, or leave out `action`.',
    )
    unused = undefined
  }
  const out: Mapping[] = []
  for (const document of documents) {
    const action = text(document, 'action')
    const own = { ...document, entries: document.entries.filter(({ key }) => key !== 'action') }
    if (action === 'global') {
      shared = shared === undefined ? own : merge(shared, own)
      unused ??= document
    } else if (action === 'reset') {
      told()
      shared = undefined
    } else if (action === 'repeat' || action === undefined) {
      const base = action === 'repeat' ? previous : shared
      previous = base === undefined ? own : merge(base, own)
      if (action === undefined) unused = undefined
      out.push(previous)
    } else
      problems.add(
        entry(document, 'action') ?? document,
        `there is no action ${action}`,
        'Use global, repeat or reset.',
      )
  }
  told()
  return out
}

/** `over` laid over `base`: mappings are merged, anything else is replaced. */
function merge(base: Mapping, over: Mapping): Mapping {
  const entries = new Map<string, Entry>(base.entries.map((item) => [item.key, item]))
  for (const item of over.entries) {
    const below = entries.get(item.key)?.value
    const value = below?.type === 'map' && item.value.type === 'map' ? merge(below, item.value) : item.value
    entries.set(item.key, { ...item, value })
  }
  return { ...over, entries: [...entries.values()] }
}
