import { hole } from '../values.js'
import { modulePathFrom } from '../module-path.js'

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
    return above.flatMap((base) => modulePathFrom(base, known) ?? [])
  }
  const parts = module.split('\\')
  return above.flatMap((base) =>
    parts.flatMap((_, i) => {
      const file = `${parts.slice(i).join('/')}.php`
      return sources.flatMap(
        (source) => modulePathFrom(base, source === '' ? file : `${source}/${file}`) ?? [],
      )
    }),
  )
}
