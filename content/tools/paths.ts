import type { PackFolder } from './folder.js'

/** `rules/a/b.yml` -> `b`. */
export function stem(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.[^.]*$/, '')
}

/** Text files of one part of a pack folder. */
export function inside(folder: PackFolder, part: string, ending: string): [path: string, text: string][] {
  return [...folder].flatMap(([path, bytes]): [string, string][] =>
    path.startsWith(`${part}/`) && path.endsWith(ending) ? [[path, new TextDecoder().decode(bytes)]] : [],
  )
}
