import type { Parse } from '../../syntax/grammar.js'
import type { Statement } from '../ir.js'
import type { Adapter } from '../nouns.js'
import { lowerBlock } from './calls.js'
import { lowerExpression } from './expressions.js'
import { openLocals } from './locals.js'
import type { Lowering } from './lowering.js'
import { lowerParams } from './patterns.js'
import { rubySemantics } from './semantics.js'
import { lowerBody, lowerStatement } from './statements.js'
import { pairHeredocs } from './text.js'

/** Ruby 3, as the grammar reads it. */
export const ruby: Adapter = { languages: ['ruby'], semantics: rubySemantics, lower }

function lower({ text, root }: Parse): readonly Statement[] {
  const lowering: Lowering = {
    text,
    locals: openLocals(),
    heredocs: pairHeredocs(root),
    data: root.children.find(({ type }) => type === 'uninterpreted'),
    source: (node) => (node === undefined ? '' : text.slice(node.start, node.end)),
    expression: (node) => lowerExpression(lowering, node),
    statement: (node) => lowerStatement(lowering, node),
    body: (node) => lowerBody(lowering, node),
    params: (nodes) => lowerParams(lowering, nodes),
    block: (node) => lowerBlock(lowering, node),
  }
  return lowering.body(root)
}
