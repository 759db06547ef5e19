import { hole } from '../values.js'
import { modulePathFrom } from '../module-path.js'

/** Files of the artifact that the name of a script or module may mean; a folder nobody knows in front is the script's own. */
export function moduleFiles(module: string, from: string): readonly string[] {
  const plain = module.replaceAll('\\', '/')
  const path = plain.startsWith(`${hole}/`) ? plain.slice(hole.length + 1) : plain
  if (path.startsWith('/') || path.startsWith('~') || path.includes(hole) || path.includes(':')) return []
  const folder = from.split('/').slice(0, -1)
  const endings = /\.ps[md]?1$/i.test(path)
    ? ['']
    : ['.psm1', `/${path.split('/').at(-1) ?? ''}.psm1`, '.ps1']
  return [folder, []].flatMap((base) =>
    endings.flatMap((ending) => modulePathFrom(base, path + ending) ?? []),
  )
}
