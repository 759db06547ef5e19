import type { Capability } from './capability.js'

/** A capability as one record shows it, mechanically: no rule is asked. */
export type Shown = Pick<Capability, 'action' | 'target'>

type Fields = Readonly<Record<string, unknown>>

/** What a program needs to start at all, and what it was given: reading these is no capability of the artifact. */
const own = /^(?:\/(?:usr|lib|lib64|bin|sbin|etc|proc|dev|sys|skill)(?:\/|$)|\/$)/

/**
 * The capability a run or live record shows, or undefined when it shows none of the subject's own. What is learned from
 * sandbox runs and what is held against live events is said in the same words, because both are said here. The record
 * may be anything: what is not a text counts as not there.
 */
export function shownBy(record: Fields): Shown | undefined {
  const action = actionOf(record)
  const target = action === undefined ? undefined : targetOf(record)
  return action === undefined || target === undefined || target === '' ? undefined : { action, target }
}

/** The action a record would show; its kind, but for calls of MCP tools. */
export function actionOf(record: Fields): string | undefined {
  const kind = record['kind']
  return kind === 'mcp.call' ? 'mcp.tool' : typeof kind === 'string' ? kind : undefined
}

function targetOf(record: Fields): string | undefined {
  switch (record['kind']) {
    case 'file.read':
    case 'file.write':
    case 'file.delete':
    case 'file.rename':
    case 'file.link':
    case 'file.mode':
      return fileTarget(record)
    case 'process.exec':
      return (
        text(record, 'process.executable.name') ?? text(record, 'process.executable.path')?.split('/').at(-1)
      )
    case 'env.read':
      return text(record, 'env.name')
    case 'dns.query':
      return text(record, 'dns.question.name')
    case 'net.connect':
    case 'net.send':
    case 'http.request':
      return hostTarget(record)
    case 'net.listen':
      return `port:${port(record, 'network.peer.port') ?? port(record, 'server.port') ?? '?'}`
    case 'llm.request':
      return text(record, 'gen_ai.provider.name') ?? text(record, 'server.address')
    case 'canary.leak':
      return text(record, 'canary.source')
    case 'syscall.denied':
      return text(record, 'syscall.name')
    case 'mcp.call':
    case 'tool.request':
      return text(record, 'gen_ai.tool.name')
    case 'data.access':
      return text(record, 'target.name')
    default:
      return undefined
  }
}

function fileTarget(record: Fields): string | undefined {
  const path = text(record, 'file.path')
  if (path === undefined || (record['kind'] === 'file.read' && own.test(path))) return undefined
  return normalisePath(path)
}

function hostTarget(record: Fields): string | undefined {
  const host =
    text(record, 'url.domain') ?? text(record, 'server.address') ?? text(record, 'network.peer.address')
  const at = port(record, 'server.port') ?? port(record, 'network.peer.port')
  if (host === undefined || host === '127.0.0.1' || host === '::1' || host === 'localhost') return undefined
  return at === undefined ? host : `${host}:${at}`
}

function text(record: Fields, name: string): string | undefined {
  const value = record[name]
  return typeof value === 'string' ? value : undefined
}

function port(record: Fields, name: string): number | string | undefined {
  const value = record[name]
  return typeof value === 'number' || typeof value === 'string' ? value : undefined
}

/** `/home/x/…` and `/root/…` become `~/…`; names below the temporary folder are of no interest. */
export function normalisePath(path: string): string {
  return path
    .replace(/^\/(?:home|Users)\/[^/]+(?=\/|$)/, '~')
    .replace(/^\/root(?=\/|$)/, '~')
    .replace(/^\/(?:var\/)?tmp\/.+$/, '/tmp/*')
}
