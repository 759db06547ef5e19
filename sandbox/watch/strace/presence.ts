/** Which files exist in a cell: those from before the run, and what the run has made of it since. */
export interface Presence {
  has(path: string): boolean
  add(path: string): void
  delete(path: string): void
}

export function createPresence(before: (path: string) => boolean): Presence {
  const since = new Map<string, boolean>()
  return {
    has: (path) => since.get(path) ?? before(path),
    add: (path) => void since.set(path, true),
    delete: (path) => void since.set(path, false),
  }
}
