import type { SyntaxNode } from '../../syntax/node.js'
import type { Parse } from '../../syntax/grammar.js'
import type { Statement } from '../ir.js'
import type { Adapter } from '../nouns.js'
import { lowerExpression } from './expressions.js'
import { lowerBlock, ownFunctions } from './functions.js'
import type { Lowering } from './lowering.js'
import { powershellSemantics } from './semantics.js'
import { lowerBody, lowerStatement } from './statements.js'

/** PowerShell, of Windows and of all systems. */
export const powershell: Adapter = { languages: ['powershell'], semantics: powershellSemantics, lower }

function lower({ text, root }: Parse): readonly Statement[] {
  const source = (node: SyntaxNode | undefined): string =>
    node === undefined ? '' : text.slice(node.start, node.end)
  let items: readonly string[] = ['$_']
  function within<Made>(inner: readonly string[], make: () => Made): Made {
    const around = items
    items = inner
    try {
      return make()
    } finally {
      items = around
    }
  }
  const lowering: Lowering = {
    text,
    own: ownFunctions(root, source),
    source,
    expression: (node) => lowerExpression(lowering, node),
    statement: (node) => lowerStatement(lowering, node),
    body: (node) => lowerBody(lowering, node),
    block: (node) => lowerBlock(lowering, node),
    item: () => items.at(-1) ?? '$_',
    withItem(make) {
      const item = `$_${items.length}`
      return within([...items, item], () => make(item))
    },
    inFunction: (make) => within(['$_'], make),
  }
  return lowering.body(root)
}
