import type { Adapter } from '../nouns.js'
import { scriptSemantics } from './semantics.js'
import { scriptStatements } from './statements.js'

/** JavaScript and TypeScript, both module systems. */
export const javascript: Adapter = {
  languages: ['javascript', 'typescript', 'tsx'],
  semantics: scriptSemantics,
  lower: ({ text, root }) => root.children.flatMap(scriptStatements(text)),
}
