import type { CorpusIndex, CorpusRow, HostIndex } from '@clawback/model'
import { useEffect, useState } from 'preact/hooks'

/** A file of the report that could not be had. */
export class LoadError extends Error {}

/** One data file beside the page. Throws {@link LoadError} with what a person can do. */
export async function load<T>(path: string): Promise<T> {
  const response = await fetch(path).catch(() => {
    throw new LoadError(`${path} cannot be reached. Is the server still running?`)
  })
  if (response.status === 404)
    throw new LoadError(`${path} is not there. If the store was written to meanwhile, load the page again.`)
  if (!response.ok) throw new LoadError(`${path} could not be read (${response.status}).`)
  return (await response.json()) as T
}

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'there'; readonly value: T }

/** One data file, loaded when a view needs it. */
export function useFile<T>(path: string): Loaded<T> {
  const [found, setFound] = useState<{ readonly path: string; readonly loaded: Loaded<T> }>()
  useEffect(() => {
    let wanted = true
    load<T>(path).then(
      (value) => wanted && setFound({ path, loaded: { state: 'there', value } }),
      (error: unknown) => wanted && setFound({ path, loaded: { state: 'failed', why: told(error) } }),
    )
    return () => {
      wanted = false
    }
  }, [path])
  return found?.path === path ? found.loaded : { state: 'loading' }
}

/** Loads the rows one file after another, the first ones first, and then the index of hosts. */
export async function loadRows(
  index: CorpusIndex,
  onRows: (rows: readonly CorpusRow[]) => void,
): Promise<HostIndex> {
  // Two at a time: the next one is on its way while this one is taken in.
  let next = index.rowFiles[0] === undefined ? undefined : load<readonly CorpusRow[]>(index.rowFiles[0])
  for (const [at] of index.rowFiles.entries()) {
    const rows = (await next) ?? []
    const path = index.rowFiles[at + 1]
    next = path === undefined ? undefined : load<readonly CorpusRow[]>(path)
    // A later file that fails is told when its turn comes.
    next?.catch(() => undefined)
    onRows(rows)
  }
  return await load<HostIndex>(index.hostFile)
}

export function told(error: unknown): string {
  return error instanceof Error ? error.message : 'Something of this page broke.'
}
