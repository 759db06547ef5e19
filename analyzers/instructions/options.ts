import type { ReadContext } from '../context.js'
import type { ParseMarkdown } from './parser.js'
import type { TextProbes } from './text-probes.js'

/** What reading a text needs. */
export interface InstructionOptions {
  readonly parse: ParseMarkdown
  readonly probes: TextProbes
  readonly context: ReadContext
}
