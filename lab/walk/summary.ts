import type { EventRecord } from '@clawback/model'

/** Fields that say in one line what a record is about, by the noun of its kind; the first that are set are shown. */
const telling: Readonly<Record<string, readonly string[]>> = {
  code: [
    'code.flow.source',
    'code.flow.sink',
    'code.call.text',
    'code.import.name',
    'code.string.value',
    'code.define.name',
  ],
  text: ['text.directive.verb', 'text.hidden.type', 'text.encoding', 'text.content', 'text.link'],
  manifest: ['manifest.key', 'manifest.value', 'manifest.claim'],
  dependency: ['dependency.name', 'dependency.version', 'dependency.hook.command'],
  bytes: ['bytes.rule', 'bytes.type'],
  secret: ['bytes.secret.type'],
  tool: ['gen_ai.tool.name', 'gen_ai.tool.description'],
  read: ['gap.reason', 'gap.detail'],
  process: ['process.command_line', 'process.executable.path', 'process.exit.code'],
  file: ['file.path', 'file.target_path', 'file.diff'],
  env: ['env.name'],
  net: ['server.address', 'server.port', 'network.peer.address', 'network.payload.text'],
  dns: ['dns.question.name', 'dns.question.type'],
  tls: ['tls.client.server_name', 'tls.error'],
  http: ['http.request.method', 'url.full', 'http.response.status_code', 'http.request.body.text'],
  mcp: ['mcp.server.name', 'gen_ai.tool.name', 'mcp.list.round', 'mcp.list.count', 'mcp.method.name'],
  canary: ['canary.kind', 'canary.source', 'canary.encoding', 'canary.channel'],
  syscall: ['syscall.name'],
  resource: ['limit.name', 'limit.value'],
  llm: ['gen_ai.request.model', 'gen_ai.provider.name'],
  run: ['run.phase', 'run.status', 'gap.reason', 'gap.detail'],
  agent: ['text.content'],
  match: ['rule.title', 'match.fields'],
}

/** One line of what a record says, at most 400 characters; values are redacted already, display is the caller's. */
export function summarise(record: EventRecord): string {
  const noun = record.kind.split('.')[0] ?? ''
  const parts = (telling[noun] ?? []).flatMap((name) => {
    const value = record[name]
    return value === undefined ? [] : [Array.isArray(value) ? value.join(' ') : String(value)]
  })
  return parts.join(' · ').replace(/\s+/g, ' ').slice(0, 400)
}
