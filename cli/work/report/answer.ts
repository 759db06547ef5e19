import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { sitePolicy } from '@clawback/lab'
import { safeDisplay } from '@clawback/text'
import type { Files } from './files.js'

/** Headers of every answer: nothing but this page may use it, and nothing of it is kept. */
const headers = {
  'content-security-policy': `${sitePolicy}; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/**
 * Answers GET and HEAD for the files of a report. A name that a page elsewhere made to point at this machine is refused
 * (DNS rebinding), and so is what a page elsewhere asks for.
 */
export function answerRequests(files: Files, port: number): RequestListener {
  const hosts = new Set(['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`))
  if (port === 80) for (const name of ['127.0.0.1', 'localhost']) hosts.add(name)
  return (request, response) => {
    answer(files, hosts, request, response).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : 'unknown'
      process.stderr.write(`${safeDisplay(request.url ?? '', { limit: 200 })}: ${safeDisplay(detail)}\n`)
      if (!response.headersSent) say(response, 500, 'This could not be read from the store.')
      else response.destroy()
    })
  }
}

async function answer(
  files: Files,
  hosts: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refuse(request, hosts)
  if (refusal !== undefined) {
    say(response, ...refusal)
    return
  }
  const path = (request.url ?? '/').replace(/[?#].*$/s, '').slice(1)
  const file = await files(path === '' ? 'index.html' : path)
  if (file === undefined) {
    say(response, 404, 'There is no such file.')
    return
  }
  const content = Buffer.from(file.content)
  response.writeHead(200, { ...headers, 'content-type': file.type, 'content-length': content.length })
  response.end(request.method === 'HEAD' ? undefined : content)
}

/** Status and text for what is not answered; undefined for what is. */
function refuse(
  { headers: asked, method }: IncomingMessage,
  hosts: ReadonlySet<string>,
): readonly [number, string] | undefined {
  if (!hosts.has((asked.host ?? '').toLowerCase())) return [421, 'Ask for 127.0.0.1 or localhost.']
  const from = asked['sec-fetch-site'] ?? 'none'
  // A link to this page from elsewhere may be followed; nothing else may be asked from there.
  if (from !== 'same-origin' && from !== 'none' && asked['sec-fetch-mode'] !== 'navigate')
    return [403, 'Only this page may ask.']
  return method === 'GET' || method === 'HEAD' ? undefined : [405, 'This can only be read.']
}

function say(response: ServerResponse, status: number, text: string): void {
  const allow = status === 405 ? { allow: 'GET, HEAD' } : {}
  response.writeHead(status, { ...headers, ...allow, 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}
