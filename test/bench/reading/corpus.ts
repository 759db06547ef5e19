import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders that hold a SKILL.md, at most four levels down, in order of path; none inside another. */
export async function findSkills(folder: string, depth = 4): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  if (entries.some((entry) => entry.isFile() && entry.name === 'SKILL.md')) return [folder]
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  if (depth === 0) return []
  const found: string[] = []
  for (const one of folders.sort()) found.push(...(await findSkills(one, depth - 1)))
  return found
}

/** So many of a list, evenly spread. */
export function stride<Item>(all: readonly Item[], count: number): Item[] {
  const step = Math.max(1, all.length / count)
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * step)]).filter(
    (item) => item !== undefined,
  )
}
