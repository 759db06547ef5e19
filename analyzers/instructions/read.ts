import type { Fact } from '@clawback/model'
import { findHidden } from '@clawback/text'

import type { CodeSource } from '../code/read.js'
import type { FactFields } from '../context.js'
import { languageOfName } from '../syntax/languages.js'
import { urlIn } from '../url.js'
import type { DirectiveContext } from './directive.js'
import { directiveFacts } from './directive-facts.js'
import { decodedFacts, disguisedFacts } from './revealed.js'
import type { Block } from './block.js'
import { readBlocks } from './markdown.js'
import { citedBlocks } from './quoting.js'
import { guessLanguage, isBareCommand, stripPrompts } from './shell.js'
import { stretchesOf } from './stretches.js'
import type { InstructionOptions } from './options.js'

/** A document, or text that a model will read. */
export interface Document {
  readonly path: string
  readonly text: string
  /** Whom it addresses where it does not say. */
  readonly addressee: DirectiveContext['addressee']
}

export interface InstructionReading {
  readonly facts: readonly Fact[]
  /** Code blocks and inline commands, to be read as code. */
  readonly code: readonly CodeSource[]
}

const most = { blocks: 4000, code: 1000, rawUnits: 200_000 }

/**
 * Reads a document: its blocks, what is hidden in it, what decodes to something readable (which is read again), what
 * it asks of whom, and where text probes match.
 */
export function readInstructions(document: Document, options: InstructionOptions): InstructionReading {
  const { blocks, plain } = readBlocks(document.text, options.parse)
  const { context } = options
  const facts: Fact[] = []
  const kept = blocks.slice(0, most.blocks)
  const cited = citedBlocks(kept)
  for (const block of kept)
    for (const fact of blockFacts(block, document, options, cited.has(block))) facts.push(fact)
  for (const stretch of stretchesOf(document.path, document.text, kept, cited))
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
  const code = codeOf(kept, document, cited)
  if (code.length > most.code)
    facts.push(
      context.gap('too-many', document.path, `${code.length - most.code} pieces of code were left out`, true),
    )
  return { facts, code: code.slice(0, most.code) }
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
    // Nobody renders data: what would be a comment in a page stands there like all the rest.
    ...hiddenFacts(document, options).filter(
      (fact) => !data.test(path) || fact['text.hidden.type'] !== 'comment',
    ),
    ...decodedFacts(path, text, 'unknown', options),
    ...disguisedFacts(path, text, 'unknown', options),
    ...options.probes.match({ role, text: text.slice(0, most.rawUnits), fields, line: 1 }),
  ]
}

/** Files of data, by their names. */
const data = /\.(?:ya?ml|json[5lc]?|ndjson|csv|tsv|toml|ini)$/i

function blockFacts(block: Block, document: Document, options: InstructionOptions, isCited: boolean): Fact[] {
  const fields: FactFields = {
    'file.path': document.path,
    'text.heading': block.heading === '' ? undefined : block.heading,
    'text.cited': isCited ? true : undefined,
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
  const words = bareWords(block)
  return [
    span,
    ...(speaks
      ? directiveFacts(words, block.line, context, document.path, options.context, block.links)
      : []),
    ...options.probes.match({ role: block.role, text: words, fields, line: firstLine(block) }),
  ]
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
function codeOf(blocks: readonly Block[], document: Document, cited: ReadonlySet<Block>): CodeSource[] {
  const sources: CodeSource[] = []
  for (const block of blocks) {
    const isBlock = block.role === 'code-block'
    const isBare = block.role === 'paragraph' && isBareCommand(block.text)
    if (!isBlock && !isBare && block.role !== 'inline-code') continue
    const named = block.language === undefined ? undefined : languageOfName(block.language)
    const language = named ?? (block.language === undefined ? guessLanguage(block.text) : undefined)
    if (language === undefined) continue
    const text = language === 'bash' ? stripPrompts(block.text) : block.text
    sources.push({
      path: document.path,
      language,
      text,
      lineOffset: firstLine(block) - 1,
      within: {
        role: isBlock ? 'code-block' : 'inline-code',
        heading: block.heading,
        cited: cited.has(block),
      },
    })
  }
  return sources
}

/** The words of a block without what marks it as a comment or quotes a field of the front matter. */
function bareWords({ role, text }: Block): string {
  if (role === 'comment') return text.replace(/^\s*<!--+[ \t]*/, '')
  if (role === 'frontmatter') return text.replace(/^(\s*[\w-]+:[ \t]*)"(.*)"[ \t]*$/gm, '$1$2')
  return text
}

/** A fence's content starts on the line after it; an indented block's, and every other text, on its own. */
function firstLine({ role, text, line, lineEnd }: Block): number {
  return role === 'code-block' && lineEnd - line + 1 > text.split('\n').length ? line + 1 : line
}
