import type { Fact } from '@clawback/model'
import { decodeLayers, findHidden, undisguise } from '@clawback/text'

import type { FactFields } from '../context.js'
import { indexLines } from '../syntax/lines.js'
import { urlIn } from '../url.js'
import type { DirectiveContext } from './directive.js'
import { directiveFacts } from './directive-facts.js'
import { inflate, mostInflated } from './inflate.js'
import type { InstructionOptions } from './options.js'

const most = { decoded: 64, decodeDepth: 3 }

/**
 * What decodes to readable text in a file, to a depth, with the orders and probe hits inside; for code as for
 * documents.
 */
export function decodedFacts(
  path: string,
  text: string,
  addressee: DirectiveContext['addressee'],
  options: InstructionOptions,
): Fact[] {
  const found = decodeLayers(text, { depth: most.decodeDepth, bytes: mostInflated, inflate })
  const lines = indexLines(text)
  return found.slice(0, most.decoded).flatMap((layer) => {
    const content = layer.text
    if (content === undefined) return []
    const line = lines.at(layer.start)
    const fields: FactFields = {
      'file.path': path,
      'text.encoding': layer.encoding,
      'text.depth': layer.depth,
    }
    const at = {
      ...fields,
      'code.line.number': line,
      'code.line.end': lines.at(Math.max(layer.start, layer.end - 1)),
    }
    return [
      options.context.buildFact('text.decoded', { ...at, 'text.content': content, ...urlIn(content) }),
      ...directiveFacts(content, line, { role: 'decoded', heading: '', addressee }, path, options.context),
      ...options.probes.match({ role: 'decoded', text: content, fields: at, line }),
    ]
  })
}

/** Lines written so that a search does not find their words, as they were meant to be read; see {@link undisguise}. */
export function disguisedFacts(
  path: string,
  text: string,
  addressee: DirectiveContext['addressee'],
  options: InstructionOptions,
): Fact[] {
  const bare = undisguise(text)
  if (bare === undefined) return []
  const line = indexLines(text).at(bare.start)
  const at = {
    'file.path': path,
    'text.encoding': bare.disguises.join('>'),
    'code.line.number': line,
    'code.line.end': line,
  }
  return [
    options.context.buildFact('text.decoded', { ...at, 'text.content': bare.text, ...urlIn(bare.text) }),
    ...directiveFacts(bare.text, line, { role: 'decoded', heading: '', addressee }, path, options.context),
    ...options.probes.match({ role: 'decoded', text: bare.text, fields: at, line }),
  ]
}

/** What a text says once disguises and encodings are undone, innermost last. */
export function plainTextsOf(text: string): readonly { readonly text: string; readonly how: string }[] {
  const bare = undisguise(text)
  const layers = decodeLayers(text, { depth: most.decodeDepth, bytes: mostInflated, inflate })
  return [
    ...findHidden(text).flatMap((span) =>
      span.text.length < 8 ? [] : [{ text: span.text, how: span.type }],
    ),
    ...(bare === undefined ? [] : [{ text: bare.text, how: bare.disguises.join('>') }]),
    ...layers.flatMap((layer) =>
      layer.text === undefined ? [] : [{ text: layer.text, how: layer.encoding }],
    ),
  ].slice(0, most.decoded)
}
