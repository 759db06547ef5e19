import { ClawbackError, sha256 } from '@clawback/model'

/** One recorded answer (HAR 1.2, entries); the body is base64. */
export interface RecordedAnswer {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Answers that a researcher supplies for a run, with the sha256 of the file they came from. JSON all through. */
export interface Recording {
  readonly digest: string
  readonly answers: readonly RecordedAnswer[]
}

/** Bounds of a file: bytes of it, entries, and bytes of one body. */
const bounds = { file: 32 << 20, entries: 2000, body: 4 << 20 }

/**
 * Reads an HTTP archive (HAR 1.2). Entries without an answer (status 0) are left out. Throws INPUT_MALFORMED with the
 * line, or the entry, that is wrong, and what to do. `name` is how the file is called in errors.
 */
export function readHar(bytes: Uint8Array, name: string): Recording {
  if (bytes.length > bounds.file) throw malformed(name, `it is larger than ${bounds.file} bytes`)
  const entries = member(member(parse(bytes, name), 'log'), 'entries')
  if (!Array.isArray(entries)) throw malformed(name, 'there is no list log.entries')
  if (entries.length > bounds.entries) throw malformed(name, `it has more than ${bounds.entries} entries`)
  const answers = entries.flatMap((entry: unknown, i) => readEntry(entry, `${name} log.entries[${i}]`))
  return { digest: sha256(bytes), answers }
}

function parse(bytes: Uint8Array, name: string): unknown {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length)
    throw malformed(`${name}:${text.slice(0, at).split('\n').length}`, 'it is no JSON')
  }
}

function readEntry(entry: unknown, where: string): readonly RecordedAnswer[] {
  const request = member(entry, 'request')
  const response = member(entry, 'response')
  const method = member(request, 'method')
  const url = member(request, 'url')
  const status = member(response, 'status')
  if (typeof method !== 'string' || !/^[A-Za-z-]{1,20}$/.test(method))
    throw malformed(where, 'request.method is no method')
  if (typeof url !== 'string' || !/^https?:/i.test(url) || !URL.canParse(url))
    throw malformed(where, 'request.url is no http or https URL')
  if (status === 0) return []
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
    throw malformed(where, 'response.status is none of 200 to 599')
  const headers = readHeaders(member(response, 'headers'), where)
  const content = member(response, 'content')
  const type = member(content, 'mimeType')
  return [
    {
      method: method.toUpperCase(),
      url,
      status,
      headers:
        typeof type === 'string' && isValue(type) && type !== ''
          ? { 'content-type': type, ...headers }
          : headers,
      body: readBody(content, where),
    },
  ]
}

/** Headers that say how the bytes travelled, not what they are: a body in an archive is plain. */
const carriage =
  /^(?:content-length|content-encoding|transfer-encoding|connection|keep-alive|upgrade|date|:.*)$/

function readHeaders(value: unknown, where: string): Readonly<Record<string, string>> {
  if (value === undefined) return {}
  if (!Array.isArray(value)) throw malformed(where, 'response.headers is no list')
  const headers = new Map<string, string>()
  for (const header of value.slice(0, 128) as unknown[]) {
    const [name, text] = [member(header, 'name'), member(header, 'value')]
    if (typeof name !== 'string' || typeof text !== 'string')
      throw malformed(where, 'a header has no name or value')
    const key = name.toLowerCase()
    if (/^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/.test(key) && isValue(text) && !carriage.test(key))
      headers.set(key, text)
  }
  return Object.fromEntries(headers)
}

function isValue(text: string): boolean {
  return text.length <= 8192 && /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
}

function readBody(content: unknown, where: string): string {
  const text = member(content, 'text') ?? ''
  if (typeof text !== 'string') throw malformed(where, 'response.content.text is no text')
  const body = Buffer.from(text, member(content, 'encoding') === 'base64' ? 'base64' : 'utf8')
  if (body.length > bounds.body) throw malformed(where, `its body is larger than ${bounds.body} bytes`)
  return body.toString('base64')
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

function malformed(where: string, detail: string): ClawbackError {
  return new ClawbackError('INPUT_MALFORMED', {
    where,
    detail,
    mend: 'Give a HAR 1.2 file, as browsers and proxies save it.',
  })
}
