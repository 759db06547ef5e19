import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

import type { Fact } from '@clawback/model'
import { decodeLayers, findHidden, undisguise } from '@clawback/text'

import type { CodeSource } from '../code/read.js'
import type { FactFields, ReadContext } from '../context.js'
import { indexLines } from '../syntax/lines.js'
import { languageOfName } from '../syntax/languages.js'
import { urlIn } from '../url.js'
import type { DirectiveContext } from './directive.js'
import { findDirectives } from './directives.js'
import type { Block } from './block.js'
import { readBlocks } from './markdown.js'
import type { ParseMarkdown } from './parser.js'
import { looksLikeCommand, stripPrompts } from './shell.js'
import { stretchesOf } from './stretches.js'
import type { TextProbes } from './text-probes.js'

/** A document, or text that a model will read. */
export interface Document {
  readonly path: string
  readonly text: string
  /** Whom it addresses where it does not say. */
  readonly addressee: DirectiveContext['addressee']
}

export interface InstructionOptions {
  readonly parse: ParseMarkdown
  readonly probes: TextProbes
  readonly context: ReadContext
}

export interface InstructionReading {
  readonly facts: readonly Fact[]
  /** Code blocks and inline commands, to be read as code. */
  readonly code: readonly CodeSource[]
}

const most = {
  blocks: 4000,
  code: 200,
  decoded: 64,
  decodeDepth: 3,
  decodedBytes: 512 * 1024,
  rawUnits: 200_000,
}

/**
 * Reads a document: its blocks, what is hidden in it, what decodes to something readable (which is read again), what
 * it asks of whom, and where text probes match.
 */
export function readInstructions(document: Document, options: InstructionOptions): InstructionReading {
  const { blocks, plain } = readBlocks(document.text, options.parse)
  const { context } = options
  const facts: Fact[] = []
  const kept = blocks.slice(0, most.blocks)
  for (const block of kept) for (const fact of blockFacts(block, document, options)) facts.push(fact)
  for (const stretch of stretchesOf(document.path, document.text, kept))
    facts.push(...options.probes.match(stretch))
  facts.push(
    ...hiddenFacts(document, options),
    ...decodedFacts(document.path, document.text, document.addressee, options),
    ...disguisedFacts(document.path, document.text, document.addressee, options),
  )
  if (plain.length > 0)
    facts.push(
      context.gap(
        'too-dense',
        document.path,
        `read as plain text from line ${plain.slice(0, 5).join(', ')}`,
        false,
      ),
    )
  if (blocks.length > kept.length)
    facts.push(
      context.gap('too-many', document.path, `${blocks.length - kept.length} blocks were left out`, true),
    )
  return { facts, code: codeOf(kept, document) }
}

/** Text outside documents that a model reads: a tool description, a prompt in a manifest. */
export function readText(
  text: string,
  place: { readonly path: string; readonly line: number; readonly role: DirectiveContext['role'] },
  options: InstructionOptions,
): Fact[] {
  const document: Document = { path: place.path, text, addressee: 'agent' }
  const shift = (fields: FactFields): FactFields => ({
    ...fields,
    'code.line.number': place.line,
    'code.line.end': place.line,
  })
  return [
    ...directiveFacts(
      text,
      place.line,
      { role: place.role, heading: '', addressee: 'agent' },
      place.path,
      options.context,
    ),
    ...options.probes.match({
      role: place.role,
      text,
      fields: shift({ 'file.path': place.path }),
      line: place.line,
    }),
    ...hiddenFacts(document, options, place.line),
  ]
}

/**
 * Reads text that is no document: what is hidden or encoded in it. Text probes look at code only where they ask for the
 * role `code`; at other text in stretches, under the role `other`.
 */
export function readRaw(
  source: { readonly path: string; readonly text: string; readonly isCode: boolean },
  options: InstructionOptions,
): Fact[] {
  const { path, text, isCode } = source
  const document: Document = { path, text, addressee: 'unknown' }
  const role = isCode ? 'code' : 'other'
  const fields: FactFields = { 'file.path': path }
  return [
    ...hiddenFacts(document, options),
    ...decodedFacts(path, text, 'unknown', options),
    ...disguisedFacts(path, text, 'unknown', options),
    ...options.probes.match({ role, text: text.slice(0, most.rawUnits), fields, line: 1 }),
  ]
}

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
  const found = decodeLayers(text, { depth: most.decodeDepth, bytes: most.decodedBytes, inflate })
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
function disguisedFacts(
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
  const layers = decodeLayers(text, { depth: most.decodeDepth, bytes: most.decodedBytes, inflate })
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

function blockFacts(block: Block, document: Document, options: InstructionOptions): Fact[] {
  const fields: FactFields = {
    'file.path': document.path,
    'text.heading': block.heading === '' ? undefined : block.heading,
    'text.language': block.language,
    'text.link': block.link,
    ...(block.link === undefined ? {} : urlIn(block.link)),
  }
  const span = options.context.buildFact('text.span', {
    ...fields,
    'text.role': block.role,
    'text.content': block.text,
    'code.line.number': block.line,
    'code.line.end': block.lineEnd,
  })
  const speaks =
    block.role !== 'code-block' &&
    block.role !== 'inline-code' &&
    block.role !== 'link' &&
    block.role !== 'frontmatter'
  const context = { role: block.role, heading: block.heading, addressee: document.addressee }
  return [
    span,
    ...(speaks
      ? directiveFacts(block.text, block.line, context, document.path, options.context, block.links)
      : []),
    ...options.probes.match({ role: block.role, text: block.text, fields, line: firstLine(block) }),
  ]
}

function directiveFacts(
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

function hiddenFacts(document: Document, options: InstructionOptions, fixedLine?: number): Fact[] {
  return findHidden(document.text).flatMap((span) => {
    const line = fixedLine ?? span.line
    const fields: FactFields = { 'file.path': document.path, 'text.hidden.type': span.type }
    const context: DirectiveContext = { role: 'hidden', heading: '', addressee: 'agent' }
    // Comments are blocks of their own and were read as such.
    const again = span.type !== 'comment' || fixedLine !== undefined
    return [
      options.context.buildFact('text.hidden', {
        ...fields,
        'text.hidden.count': span.count,
        'text.content': span.text,
        'code.line.number': line,
        'code.line.end': line,
      }),
      ...(again ? directiveFacts(span.text, line, context, document.path, options.context) : []),
      ...options.probes.match({ role: 'hidden', text: span.text, fields, line }),
    ]
  })
}

/** Blocks that hold code: by their fence, else by what they look like; inline code that is a command line. */
function codeOf(blocks: readonly Block[], document: Document): CodeSource[] {
  const sources: CodeSource[] = []
  for (const block of blocks) {
    if (sources.length >= most.code) break
    const isBlock = block.role === 'code-block'
    if (!isBlock && block.role !== 'inline-code') continue
    const named = block.language === undefined ? undefined : languageOfName(block.language)
    const language =
      named ?? (block.language === undefined && looksLikeCommand(block.text) ? 'bash' : undefined)
    if (language === undefined) continue
    const text = language === 'bash' ? stripPrompts(block.text) : block.text
    sources.push({ path: document.path, language, text, lineOffset: firstLine(block) - 1 })
  }
  return sources
}

/** A fence's content starts on the line after it; an indented block's, and every other text, on its own. */
function firstLine({ role, text, line, lineEnd }: Block): number {
  return role === 'code-block' && lineEnd - line + 1 > text.split('\n').length ? line + 1 : line
}

/** Undoes one compression, bounded. */
function inflate(bytes: Uint8Array): Uint8Array | undefined {
  const [a, b] = bytes
  const packed = (a === 0x1f && b === 0x8b) || a === 0x78
  if (!packed) return undefined
  for (const undo of [gunzipSync, inflateSync, inflateRawSync]) {
    try {
      return undo(bytes, { maxOutputLength: most.decodedBytes })
    } catch {
      continue
    }
  }
  return undefined
}
