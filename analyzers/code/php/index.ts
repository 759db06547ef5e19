import type { Adapter } from '../nouns.js'
import { phpSemantics } from './semantics.js'
import { phpStatements } from './statements.js'

/** PHP 5 to 8; what stands outside of its tags is text and not read. */
export const php: Adapter = {
  languages: ['php'],
  semantics: phpSemantics,
  lower: ({ text, root }) => phpStatements(text, root),
  // What is shown in documents or handed to `eval` has no tag.
  before: (text) => (text.includes('<?') ? '' : '<?php\n'),
}
