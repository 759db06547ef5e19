/** A map of at most `most` entries; the one longest not asked for goes first. */
export interface Lru<Value> {
  get(key: string, make: () => Value): Value
  peek(key: string): Value | undefined
}

export function createLru<Value>(most: number): Lru<Value> {
  const entries = new Map<string, Value>()
  return {
    peek: (key) => entries.get(key),
    get: (key, make) => {
      const known = entries.get(key)
      const value = known ?? make()
      if (known !== undefined) entries.delete(key)
      entries.set(key, value)
      if (entries.size > most)
        for (const oldest of entries.keys()) {
          entries.delete(oldest)
          break
        }
      return value
    },
  }
}
