import type { Adapter } from '../nouns.js'
import { pythonExpressions } from './expressions.js'
import { pythonSemantics } from './semantics.js'
import { pythonStatements } from './statements.js'

/** Python 3, and of Python 2 what the grammar reads. */
export const python: Adapter = {
  languages: ['python'],
  semantics: pythonSemantics,
  lower: ({ text, root }) => root.children.flatMap(pythonStatements(pythonExpressions(text))),
}
