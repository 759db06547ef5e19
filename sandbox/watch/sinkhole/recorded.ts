import type { RecordedAnswer, Recording } from './har.js'
import type { AnswerBook, Asked, Prepared } from './shape.js'

/**
 * Puts recorded answers before the others: by method and URL, else by method and URL with its parameters in any order.
 * The same request asked again gets the next of its recorded answers, and the last one from then on.
 */
export function withRecording(book: AnswerBook, recording: Recording | undefined): AnswerBook {
  if (recording === undefined) return book
  const exact = new Map<string, RecordedAnswer[]>()
  const loose = new Map<string, RecordedAnswer[]>()
  for (const answer of recording.answers) {
    const url = new URL(answer.url)
    push(exact, `${answer.method} ${plain(url)}`, answer)
    push(loose, `${answer.method} ${sorted(url)}`, answer)
  }
  const given = new Map<string, number>()

  const find = (asked: Asked): RecordedAnswer | undefined => {
    const target = `${asked.scheme}://${asked.host}${asked.path}${search(asked)}`
    if (!URL.canParse(target)) return undefined
    const url = new URL(target)
    const methods = asked.method === 'HEAD' ? ['HEAD', 'GET'] : [asked.method]
    for (const method of methods)
      for (const [index, key] of [
        [exact, `${method} ${plain(url)}`],
        [loose, `${method} ${sorted(url)}`],
      ] as const) {
        const answers = index.get(key)
        if (answers === undefined) continue
        const turn = given.get(key) ?? 0
        given.set(key, turn + 1)
        return answers[Math.min(turn, answers.length - 1)]
      }
    return undefined
  }

  return {
    answer(asked) {
      const found = find(asked)
      return found === undefined ? book.answer(asked) : prepare(found)
    },
  }
}

function push(map: Map<string, RecordedAnswer[]>, key: string, answer: RecordedAnswer): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [answer])
  else known.push(answer)
}

function search({ query }: Asked): string {
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** Both sides are spelled by the same rules, so that `%20` and `+` are one. */
function plain(url: URL): string {
  const query = url.searchParams.toString()
  return `${url.origin}${url.pathname}${query === '' ? '' : `?${query}`}`
}

function sorted(url: URL): string {
  const copy = new URL(url)
  copy.searchParams.sort()
  return plain(copy)
}

function prepare({ status, headers, body }: RecordedAnswer): Prepared {
  return { name: 'recorded', status, headers, body: Buffer.from(body, 'base64') }
}
