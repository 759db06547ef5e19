/** The folder of a path, `''` for the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

/** Folders above a path, innermost first, the root `''` last. */
export function foldersAbove(path: string): readonly string[] {
  const outer: string[] = []
  for (let at = path; at !== '';) {
    at = folderOf(at)
    outer.push(at)
  }
  return outer
}

/** Whether a path lies in what was installed as a dependency. */
export function isInstalled(path: string): boolean {
  return path.split('/').includes('node_modules')
}
