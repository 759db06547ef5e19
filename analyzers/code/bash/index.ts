import type { Adapter } from '../nouns.js'
import { shellSemantics } from './semantics.js'
import { shellStatements } from './statements.js'

/** Shell scripts: Bash, and of its relatives what its grammar reads. */
export const bash: Adapter = {
  languages: ['bash'],
  semantics: shellSemantics,
  lower: ({ text, root }) => shellStatements(text)(root.children),
}
