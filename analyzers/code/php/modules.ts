import { hole } from '../values.js'

/** Folders that are searched for a class when nothing says where it lies, beside that of the file itself. */
const sources = ['', 'src', 'lib', 'app', 'classes', 'includes']

/**
 * Files that a path or a class may mean, best first. A path with an unknown folder in front lies beside the file that names
 * it; a class lies where PSR-4 has it, below a folder that only the settings of the project know.
 */
export function moduleFiles(module: string, from: string): readonly string[] {
  const folder = from.split('/').slice(0, -1)
  const above = folder.map((_, i) => folder.slice(0, folder.length - i)).concat([[]])
  if (!module.includes('\\') && /[./]/.test(module)) {
    const known = module.slice(module.lastIndexOf(hole) + 1).replace(/^[}/]+/, '')
    return above.flatMap((base) => resolved(base, known) ?? [])
  }
  const parts = module.split('\\')
  return above.flatMap((base) =>
    parts.flatMap((_, i) => {
      const file = `${parts.slice(i).join('/')}.php`
      return sources.flatMap((source) => resolved(base, source === '' ? file : `${source}/${file}`) ?? [])
    }),
  )
}

/** A relative path, or undefined when it leads out of the artifact. */
function resolved(folder: readonly string[], module: string): string | undefined {
  const path = [...folder]
  for (const part of module.split('/')) {
    if (part === '..') {
      if (path.length === 0) return undefined
      path.pop()
    } else if (part !== '.' && part !== '') path.push(part)
  }
  return path.join('/')
}
