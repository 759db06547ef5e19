import { ClawbackError } from '@clawback/model'
import type { Answers, Canary } from '../../ports.js'
import { readAnswerFile, readAnswerText } from './data.js'
import { makers } from './makers.js'
import { parseJson } from './json.js'
import type { AnswerBook, Asked, Prepared, Reply, Shape } from './shape.js'
import { createTemplate } from './template.js'

interface AnswerFile {
  readonly brief: string
  readonly order: number
  readonly answers: readonly { readonly name: string; readonly when: Shape; readonly then: Reply }[]
}

const files = ['metadata', 'registries', 'models', 'services', 'files', 'fallback']

/** The answers that come with the sandbox, by file. */
export function defaultAnswers(): Answers {
  return Object.fromEntries(files.map((name) => [name, readAnswerFile(`${name}.json`)]))
}

/** Longest path and header value that patterns are tried on. */
const looked = 4096

/**
 * Compiles answers for one run. Throws INPUT_MALFORMED naming the answer when a pattern, file or maker is wrong.
 * `now` gives milliseconds since the epoch.
 */
export function openAnswerBook(answers: Answers, canaries: readonly Canary[], now: () => number): AnswerBook {
  const entries = Object.entries(answers)
    .map(([file, value]) => ({ file, value: checkFile(file, value) }))
    .sort((a, b) => a.value.order - b.value.order)
    .flatMap(({ file, value }) =>
      value.answers.map((entry) => compile(`${file}.${entry.name}`, entry.when, entry.then)),
    )
  const fill = createTemplate(canaries, now)

  return {
    answer(asked) {
      for (const { name, match, reply } of entries) {
        const groups = match(asked)
        if (groups !== undefined)
          return prepare(name, leafOf(reply, groups), asked, (text) => fill(text, asked, groups))
      }
      return {
        name: 'none',
        status: 404,
        headers: { 'content-type': 'text/plain' },
        body: Buffer.from('Not Found\n'),
      }
    },
  }
}

function checkFile(file: string, value: unknown): AnswerFile {
  const candidate = value as Partial<AnswerFile> | null
  if (typeof candidate !== 'object' || candidate === null || !Array.isArray(candidate.answers))
    throw malformed(file, 'there is no list named answers')
  return { brief: '', order: candidate.order ?? 50, answers: candidate.answers }
}

function compile(name: string, when: Shape, reply: Reply) {
  const path = pattern(name, when.path)
  const headers = Object.entries(when.headers ?? {}).map(([key, text]) => [key, pattern(name, text)] as const)
  const query = Object.entries(when.query ?? {}).map(([key, text]) => [key, pattern(name, text)] as const)
  if (reply.make !== undefined && !makers.has(reply.make))
    throw malformed(name, `there is no maker ${reply.make}`)
  if (reply.file !== undefined) readAnswerText(reply.file)

  const match = (asked: Asked): readonly string[] | undefined => {
    if (when.method && !when.method.includes(asked.method)) return undefined
    const groups = path.exec(asked.path.slice(0, looked))
    if (groups === null) return undefined
    if (!headers.every(([key, want]) => want.test((asked.headers.get(key) ?? '').slice(0, looked))))
      return undefined
    if (!query.every(([key, want]) => want.test((asked.query.get(key) ?? '').slice(0, looked))))
      return undefined
    if (when.body && !hasMembers(asked.body, when.body)) return undefined
    return groups.map((group) => (group as string | undefined) ?? '')
  }
  return { name, match, reply }
}

function pattern(name: string, source = ''): RegExp {
  try {
    return new RegExp(source, 'i')
  } catch (error) {
    throw malformed(name, `the pattern ${source} does not compile: ${String(error)}`)
  }
}

function hasMembers(body: Buffer, members: readonly string[]): boolean {
  const value = parseJson(body)
  return (
    typeof value === 'object' && value !== null && members.every((member) => Object.hasOwn(value, member))
  )
}

/** A reply that has texts by path becomes the one that was asked for. */
function leafOf(reply: Reply, groups: readonly string[]): Reply {
  if (reply.leaves === undefined) return reply
  const { leaves, ...rest } = reply
  const name = groups[1] ?? ''
  return Object.hasOwn(leaves, name)
    ? { ...rest, text: leaves[name] ?? '' }
    : { ...rest, text: '', status: 404 }
}

function prepare(name: string, reply: Reply, asked: Asked, fill: (text: string) => string): Prepared {
  const made = reply.make === undefined ? undefined : makers.get(reply.make)?.(asked, reply, fill)
  const body = made?.body ?? writeBody(reply, fill)
  const type =
    made?.type ?? reply.type ?? (reply.json === undefined ? 'text/plain; charset=utf-8' : 'application/json')
  const extra = Object.entries(reply.headers ?? {}).map(([key, value]) => [key, fill(value)] as const)
  return {
    name,
    status: reply.status ?? 200,
    headers: { ...(body.length > 0 ? { 'content-type': type } : {}), ...Object.fromEntries(extra) },
    body,
    ...(reply.speaks === undefined ? {} : { speaks: reply.speaks }),
  }
}

function writeBody(reply: Reply, fill: (text: string) => string): Buffer {
  if (reply.base64 !== undefined) return Buffer.from(reply.base64, 'base64')
  if (reply.file !== undefined) return Buffer.from(readAnswerText(reply.file))
  if (reply.json !== undefined) return Buffer.from(JSON.stringify(fillAll(reply.json, fill)))
  return Buffer.from(fill(reply.text ?? ''))
}

function fillAll(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value)
  if (Array.isArray(value)) return value.map((item) => fillAll(item, fill))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillAll(item, fill)]))
}

function malformed(where: string, detail: string): ClawbackError {
  return new ClawbackError('INPUT_MALFORMED', {
    where: `answers ${where}`,
    detail,
    mend: 'See docs/how-to/add-an-answer.md.',
  })
}
