import type { Fact } from '@clawback/model'

import type { ReadContext } from '../context.js'
import { indexLines } from '../syntax/lines.js'
import { urlIn } from '../url.js'
import type { Block } from './block.js'
import type { DirectiveContext } from './directive.js'
import { findDirectives } from './directives.js'

/** What a text asks of its reader, as facts. */
export function directiveFacts(
  text: string,
  line: number,
  context: DirectiveContext,
  path: string,
  to: ReadContext,
  links: NonNullable<Block['links']> = [],
): Fact[] {
  const lines = indexLines(text)
  return findDirectives(text, context).map((one) =>
    to.buildFact('text.directive', {
      'file.path': path,
      'text.content': one.sentence,
      'text.role': context.role,
      'text.heading': context.heading === '' ? undefined : context.heading,
      'text.directive.verb': one.verb,
      'text.directive.object': one.object,
      'text.directive.audience': one.audience,
      'text.directive.mood': one.mood,
      'text.directive.secrecy': one.secrecy,
      'code.line.number': line + lines.at(one.start) - 1,
      'code.line.end': line + lines.at(one.start + one.sentence.length) - 1,
      ...urlIn(linkOf(one.sentence, links) ?? one.sentence),
    }),
  )
}

/** Where the first link in a sentence leads; its address is not part of the text a reader sees. */
function linkOf(sentence: string, links: NonNullable<Block['links']>): string | undefined {
  return links.find(({ text }) => text !== '' && sentence.includes(text))?.url
}
