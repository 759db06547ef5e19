import { decodeUrl } from '../fold/decode.js'
import { decodeFirst } from '../fold/common.js'
import type { Fold } from '../nouns.js'
import { byteFolds } from './bytes-folds.js'
import { fileFolds } from './file-folds.js'
import { listFolds, listMethods } from './list-folds.js'
import { textFolds, textMethods } from './text-folds.js'
import { typeFolds } from './type-folds.js'

/** Types are named with `System` before them or without. */
function bothNames(folds: readonly (readonly [string, Fold])[]): readonly (readonly [string, Fold])[] {
  return folds.flatMap(([name, fold]) => [
    [name, fold] as const,
    ...(name.includes('.') ? [[`system.${name}`, fold] as const] : []),
  ])
}

/** By canonical name; the ones in brackets are operators. */
export const powershellFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>(
  bothNames([
    ...textFolds,
    ...listFolds,
    ...byteFolds,
    ...fileFolds,
    ...typeFolds,
    ['uri.unescapedatastring', decodeFirst(decodeUrl)],
    ['web.httputility.urldecode', decodeFirst(decodeUrl)],
    ['net.webutility.urldecode', decodeFirst(decodeUrl)],
  ]),
)

/** By method name. */
export const powershellMethods: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ...textMethods,
  ...listMethods,
])
