/** Where in a corpus report one is, as the fragment of the address says it: it works from any server, and back goes back. */
export type Route =
  | { readonly view: 'overview' }
  | { readonly view: 'families' }
  | { readonly view: 'artifact' | 'family' | 'comparison'; readonly id: string }
  | { readonly view: 'comparisons' }

export function parseRoute(fragment: string): Route {
  const [view = '', id] = fragment.replace(/^#\/?/, '').split('/')
  if (view === 'families' || view === 'comparisons') return { view }
  if ((view === 'artifact' || view === 'family' || view === 'comparison') && id !== undefined && id !== '')
    return { view, id: decoded(id) }
  return { view: 'overview' }
}

/** Ids of artifacts stand without `sha256:` in addresses and in names of files. */
export function linkTo(view: 'artifact' | 'family' | 'comparison', id: string): string {
  return `#/${view}/${encodeURIComponent(id.replace(/^sha256:/, ''))}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
