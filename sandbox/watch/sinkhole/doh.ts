import { answerDns } from './dns.js'
import type { Asked, Prepared } from './shape.js'
import type { Line } from './line.js'
import { recordDns } from './record-dns.js'

/** Answers DNS over HTTPS (RFC 8484; POST or `?dns=`), or its JSON cousin (`?name=&type=`); else undefined. */
export function answerDnsOverHttps(asked: Asked, line: Line, because: string): Prepared | undefined {
  const message = wireMessage(asked)
  if (message !== undefined) {
    const exchange = answerDns(message, line.session.names)
    if (exchange === undefined) return undefined
    recordDns(exchange.asked, line.session, { flow: line.flow, because })
    return {
      name: 'doh',
      status: 200,
      headers: { 'content-type': 'application/dns-message' },
      body: exchange.reply,
    }
  }
  return answerJson(asked, line, because)
}

function wireMessage(asked: Asked): Buffer | undefined {
  if (asked.method === 'POST' && asked.headers.get('content-type') === 'application/dns-message')
    return asked.body
  const query = asked.query.get('dns')
  return asked.method === 'GET' && query !== null && query.length < 8192
    ? Buffer.from(query, 'base64url')
    : undefined
}

const codes: ReadonlyMap<string, number> = new Map([
  ['A', 1],
  ['NS', 2],
  ['MX', 15],
  ['TXT', 16],
  ['AAAA', 28],
])

function answerJson(asked: Asked, line: Line, because: string): Prepared | undefined {
  const name = asked.query.get('name')
  const wantsJson = asked.headers.get('accept')?.includes('application/dns-json') === true
  if (name === null || name.length > 253 || !(wantsJson || asked.path === '/resolve')) return undefined
  const type = (asked.query.get('type') ?? 'A').toUpperCase()
  const family = type === 'AAAA' ? 6 : 4
  const answers = type === 'A' || type === 'AAAA' ? line.session.names.addresses(name, family) : []
  recordDns([{ name, type, answers }], line.session, { flow: line.flow, because })
  const code = codes.get(type) ?? 1
  const body = {
    Status: 0,
    Question: [{ name, type: code }],
    Answer: answers.map((data) => ({ name, type: code, TTL: 60, data })),
  }
  return {
    name: 'doh-json',
    status: 200,
    headers: { 'content-type': 'application/dns-json' },
    body: Buffer.from(JSON.stringify(body)),
  }
}
