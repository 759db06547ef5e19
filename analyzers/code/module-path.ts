/** Path of a module named relative to a folder of the artifact; undefined when it leads out of it. */
export function modulePathFrom(folder: readonly string[], module: string): string | undefined {
  const path = [...folder]
  for (const part of module.split('/')) {
    if (part === '..') {
      if (path.length === 0) return undefined
      path.pop()
    } else if (part !== '.' && part !== '') path.push(part)
  }
  return path.join('/')
}
