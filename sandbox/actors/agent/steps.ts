import { fromMarkdown } from 'mdast-util-from-markdown'
import type { Nodes, RootContent } from 'mdast'
import { distinctSteps } from './alike.js'
import { installCommands, unpackCommand } from './installs.js'
import type { AgentStep } from './step.js'
import { commandIn, fillPlaceholders, isCommand } from './commands.js'

/** What a skill's text asks for, and what of it nobody does. */
export interface SkillReading {
  readonly steps: readonly AgentStep[]
  /** Code blocks in languages that are examples, not commands. */
  readonly aside: number
  /** Calls of a script that was called before with the same options. */
  readonly alike: number
  /** Steps beyond the bound. */
  readonly beyond: number
}

/** Steps of one skill at most. */
const most = 48
/** Steps that are looked at before those alike are left out. */
const read = 400
const longest = 8192
const shells = new Set(['sh', 'bash', 'shell', 'zsh', 'console', 'terminal', 'shell-session', 'shellsession'])
const asks = /\b(run|execute|launch|invoke|type|enter|paste|issue|start|use|install|try|call)\b/i
const visits = /\b(open|visit|go to|browse|navigate|fetch|download|read|see|follow|load|get|check)\b/i
const refuses = /\b(never|not|don't|avoid|without|instead of|cannot|can't|stop)\b/i
const fromPage =
  /\b(run|execute|paste|copy)\b[^.]{0,160}\b(page|site|website|link|url|there|above)\b|\b(page|site|website|link)\b[^.]{0,160}\b(run|execute|paste)\b/i

/**
 * Reads instructions the way an obedient agent does: in order, from top to bottom, taking shell blocks, commands it is
 * told to run, links it is told to open, and files it is told to read. `files` are paths of the skill.
 */
export function readSteps(markdown: string, files: ReadonlySet<string>): SkillReading {
  const text = withoutFrontmatter(markdown.slice(0, 512 * 1024))
  const steps: AgentStep[] = []
  let aside = 0
  let heading = ''

  const add = (node: Nodes, action: AgentStep['action'], object: string, said: string): void => {
    const known = steps.some(
      (step) => step.action === action && step.object === object && action !== 'run-page',
    )
    if (known || steps.length >= read || object.length > longest) return
    steps.push({ action, object, line: node.position?.start.line ?? 1, text: said.slice(0, 1000), heading })
  }

  const visit = (node: Nodes, depth: number): void => {
    if (depth > 32) return
    if (node.type === 'heading') heading = plainText(node).slice(0, 200)
    else if (node.type === 'code') {
      const script = shellOf(node.lang ?? '', node.value)
      if (script === undefined) aside += 1
      else if (files.has(shownFile(script.trim()))) add(node, 'read', shownFile(script.trim()), node.value)
      else if (!isOutput(heading)) add(node, 'run', fillPlaceholders(script), node.value)
    } else if (node.type === 'paragraph' || node.type === 'html') prose(node)
    else if ('children' in node) for (const child of node.children) visit(child, depth + 1)
  }

  const prose = (node: RootContent): void => {
    for (const sentence of sentencesOf(node)) {
      if (refuses.test(sentence.text.replace(/`[^`]*`/g, ''))) continue
      const spoken = sentence.codes.length === 0 ? commandIn(sentence.text) : undefined
      const unpack = unpackCommand(sentence.text)
      if (unpack !== undefined) {
        add(node, 'run', unpack, sentence.text)
        continue
      }
      const wanted = visits.test(sentence.text) || asks.test(sentence.text)
      for (const url of sentence.links)
        if (wanted && spoken?.includes(url) !== true) add(node, 'visit', url, sentence.text)
      for (const code of sentence.codes) {
        const shown = shownFile(code)
        if (files.has(shown) && (shown !== trimPath(code) || visits.test(sentence.text)))
          add(node, 'read', shown, sentence.text)
        else if (asks.test(sentence.text) && /[ .]/.test(code) && isCommand(code, files))
          add(node, 'run', fillPlaceholders(code), sentence.text)
      }
      if (spoken !== undefined) add(node, 'run', fillPlaceholders(spoken), sentence.text)
      else if (fromPage.test(sentence.text)) add(node, 'run-page', '', sentence.text)
    }
  }

  const tree = fromMarkdown(text)
  for (const command of installCommands(markdown)) add(tree, 'run', command, 'metadata.install')
  visit(tree, 0)
  const distinct = distinctSteps(steps, files)
  return {
    steps: distinct.steps.slice(0, most),
    aside,
    alike: distinct.alike,
    beyond: Math.max(0, distinct.steps.length - most),
  }
}

/** Blank lines in its place, so that lines keep their numbers. */
function withoutFrontmatter(text: string): string {
  return text.replace(/^---\r?\n[\s\S]*?\r?\n---[ \t]*(?=\r?\n|$)/, (head) => head.replace(/[^\n]/g, ''))
}

function shellOf(language: string, value: string): string | undefined {
  const lines = value.split('\n')
  if (
    lines.some((line) => /^\s*[$#>] \S/.test(line)) &&
    /^(console|shell-?session|terminal|)$/i.test(language)
  )
    return lines.flatMap((line) => /^\s*[$>] (.*)$/.exec(line)?.[1] ?? []).join('\n') || undefined
  if (shells.has(language.toLowerCase())) return value
  return language === '' && isCommand(lines[0] ?? '', new Set()) ? value : undefined
}

function isOutput(heading: string): boolean {
  return /\b(output|result|response|example of an attack)\b/i.test(heading)
}

interface Sentence {
  readonly text: string
  readonly links: readonly string[]
  readonly codes: readonly string[]
}

/** Sentences of a paragraph or comment; code and links stay with the sentence they stand in. */
function sentencesOf(node: RootContent): readonly Sentence[] {
  const text = node.type === 'html' ? node.value.replace(/<!--|-->|<[^>]{0,200}>/g, ' ') : markedText(node)
  return text
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?])\s+(?=[A-Z`<(*])/)
    .slice(0, 200)
    .map((sentence) => ({
      text: sentence,
      links: [...sentence.replace(/`[^`]*`/g, ' ').matchAll(/https?:\/\/[^\s<>()"'`\]]{3,2000}/g)].map(
        ([url]) => url.replace(/[.,;:!?]+$/, ''),
      ),
      codes: [...sentence.matchAll(/`([^`]{1,2000})`/g)].map(([, code = '']) => code.trim()),
    }))
}

/** Text of a node with inline code in backticks and link targets after their text. */
function markedText(node: Nodes): string {
  if (node.type === 'inlineCode') return `\`${node.value}\``
  if (node.type === 'link') {
    const inner = node.children.map(markedText).join('')
    return inner === node.url ? node.url : `${inner} ${node.url}`
  }
  if ('children' in node) return node.children.map(markedText).join('')
  return 'value' in node ? node.value : ' '
}

function plainText(node: Nodes): string {
  if ('children' in node) return node.children.map(plainText).join('')
  return 'value' in node ? node.value : ''
}

/** The file that a code span names, bare or behind an editor's or an agent's verb for looking at it. */
function shownFile(code: string): string {
  return trimPath(code.replace(/^(?:view|cat|less|more|open|read|vim?|nano) +(?=[^\s-]+$)/i, ''))
}

function trimPath(path: string): string {
  return path.replace(/^\.\//, '')
}
