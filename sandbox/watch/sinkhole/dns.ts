import { decode, encode } from 'dns-packet'
import type { Answer, Packet, Question } from 'dns-packet'
import { namesData } from './data.js'
import { normalName } from './names.js'
import type { Names } from './names.js'

/** One question of a message with the answers it got, as text. */
export interface AskedName {
  readonly name: string
  /** As it was sent: base64 in a name tells by its case. */
  readonly sent?: string
  readonly type: string
  readonly answers: readonly string[]
}

/** A DNS message understood as a query (RFC 1035), and the message to send back. */
export interface DnsExchange {
  readonly asked: readonly AskedName[]
  readonly reply: Buffer
}

const responseFlag = 1 << 15
const opcodeMask = 0xf << 11
const maxQuestions = 4
const ttl = 60

/** Answers a DNS message, or undefined when the bytes are no well-formed query. Never throws. */
export function answerDns(message: Uint8Array, names: Names): DnsExchange | undefined {
  const query = readQuery(message)
  if (query === undefined) return undefined
  const questions = query.questions ?? []
  const answered = questions.map((question) => ({ question, answers: answersTo(question, names) }))
  const asked = answered.map(({ question, answers }) => ({
    name: normalName(question.name),
    sent: question.name,
    type: question.type,
    answers: answers.map(answerText),
  }))
  const reply = writeReply(
    query,
    questions,
    answered.flatMap(({ answers }) => answers),
  )
  return reply && { asked, reply }
}

function readQuery(message: Uint8Array): Packet | undefined {
  if (message.length < 17 || message.length > 4096) return undefined
  const bytes = Buffer.from(message)
  const flags = bytes.readUInt16BE(2)
  const questions = bytes.readUInt16BE(4)
  if ((flags & (responseFlag | opcodeMask)) !== 0 || questions < 1 || questions > maxQuestions)
    return undefined
  if (bytes.readUInt16BE(6) !== 0 || bytes.readUInt16BE(10) > 2) return undefined
  try {
    return decode(bytes)
  } catch {
    return undefined
  }
}

function answersTo(question: Question, names: Names): Answer[] {
  const name = question.name
  const fill = (template: string): string => template.replaceAll('{name}', normalName(name))
  switch (question.type) {
    case 'A':
      return names.addresses(name, 4).map((data) => ({ type: 'A', name, ttl, data }))
    case 'AAAA':
      return names.addresses(name, 6).map((data) => ({ type: 'AAAA', name, ttl, data }))
    case 'TXT':
      return [{ type: 'TXT', name, ttl, data: [...namesData.txt] }]
    case 'MX':
      return [{ type: 'MX', name, ttl, data: { preference: 10, exchange: fill(namesData.mx) } }]
    case 'NS':
      return namesData.ns.map((server) => ({ type: 'NS', name, ttl, data: fill(server) }))
    case 'PTR':
      return reverse(name, names).map((data) => ({ type: 'PTR', name, ttl, data }))
    default:
      return []
  }
}

function reverse(name: string, names: Names): readonly string[] {
  const labels = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa\.?$/i.exec(name)
  const owner = labels && names.nameOf(labels.slice(1).reverse().join('.'))
  return owner ? [owner] : []
}

function answerText(answer: Answer): string {
  if (answer.type === 'MX') return answer.data.exchange
  return 'data' in answer && typeof answer.data === 'string' ? answer.data : (namesData.txt[0] ?? '')
}

function writeReply(query: Packet, questions: readonly Question[], answers: Answer[]): Buffer | undefined {
  const id = query.id ?? 0
  const recursion = (query.flags ?? 0) & (1 << 8)
  try {
    return encode({
      type: 'response',
      id,
      flags: recursion | (1 << 7),
      questions: [...questions],
      answers,
    })
  } catch {
    return undefined
  }
}
