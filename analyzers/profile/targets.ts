import type { EventRecord } from '@clawback/model'

/** A capability as one run record shows it, mechanically: no rule is asked. */
export interface Shown {
  readonly action: string
  readonly target: string
}

/** What a program needs to start at all, and what it was given: reading these is no capability of the artifact. */
const own = /^(?:\/(?:usr|lib|lib64|bin|sbin|etc|proc|dev|sys|skill)(?:\/|$)|\/$)/

/** The capability a run record shows, or undefined when it shows none of the artifact's own. */
export function shownBy(record: EventRecord): Shown | undefined {
  const target = targetOf(record)
  return target === undefined || target === '' ? undefined : { action: actionOf(record), target }
}

function actionOf(record: EventRecord): string {
  return record.kind === 'mcp.call' ? 'mcp.tool' : record.kind
}

function targetOf(record: EventRecord): string | undefined {
  switch (record.kind) {
    case 'file.read':
    case 'file.write':
    case 'file.delete':
    case 'file.rename':
    case 'file.link':
    case 'file.mode':
      return fileTarget(record)
    case 'process.exec':
      return record['process.executable.name'] ?? record['process.executable.path']?.split('/').at(-1)
    case 'env.read':
      return record['env.name']
    case 'dns.query':
      return record['dns.question.name']
    case 'net.connect':
    case 'net.send':
    case 'http.request':
      return hostTarget(record)
    case 'net.listen':
      return `port:${record['network.peer.port'] ?? record['server.port'] ?? '?'}`
    case 'llm.request':
      return record['gen_ai.provider.name'] ?? record['server.address']
    case 'canary.leak':
      return record['canary.source']
    case 'syscall.denied':
      return record['syscall.name']
    case 'tool.describe':
    case 'mcp.call':
      return record.kind === 'mcp.call' ? record['gen_ai.tool.name'] : undefined
    default:
      return undefined
  }
}

function fileTarget(record: EventRecord): string | undefined {
  const path = record['file.path']
  if (path === undefined || (record.kind === 'file.read' && own.test(path))) return undefined
  return normalisePath(path)
}

function hostTarget(record: EventRecord): string | undefined {
  const host = record['url.domain'] ?? record['server.address'] ?? record['network.peer.address']
  const port = record['server.port'] ?? record['network.peer.port']
  if (host === undefined || host === '127.0.0.1' || host === '::1' || host === 'localhost') return undefined
  return port === undefined ? host : `${host}:${port}`
}

/** `/home/x/…` and `/root/…` become `~/…`; names below the temporary folder are of no interest. */
export function normalisePath(path: string): string {
  return path
    .replace(/^\/(?:home|Users)\/[^/]+(?=\/|$)/, '~')
    .replace(/^\/root(?=\/|$)/, '~')
    .replace(/^\/(?:var\/)?tmp\/.+$/, '/tmp/*')
}
