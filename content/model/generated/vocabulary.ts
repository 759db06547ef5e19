// Generated from vocabulary.json by scripts/vocabulary.ts. Do not edit.
export type Stage = 'read' | 'run' | 'live'
export type Channel = 'file' | 'kernel' | 'network' | 'in-process' | 'protocol' | 'log'
export type FieldType = 'string' | 'number' | 'boolean' | 'string[]' | 'number[]'
/** Every kind a record may have, and the stages it occurs in. */
export const kinds = {
  'code.call': ['read'],
  'code.import': ['read'],
  'code.flow': ['read'],
  'code.string': ['read'],
  'code.define': ['read'],
  'code.member': ['read'],
  'code.match': ['read'],
  'text.span': ['read'],
  'text.hidden': ['read'],
  'text.decoded': ['read'],
  'text.directive': ['read'],
  'text.match': ['read'],
  'text.absent': ['read'],
  'manifest.field': ['read'],
  'manifest.claim': ['read'],
  'dependency.declare': ['read'],
  'dependency.hook': ['read'],
  'bytes.type': ['read'],
  'bytes.match': ['read'],
  'secret.found': ['read'],
  'file.present': ['read'],
  'tool.describe': ['read', 'run', 'live'],
  'read.gap': ['read'],
  'process.exec': ['run', 'live'],
  'process.exit': ['run', 'live'],
  'process.signal': ['run', 'live'],
  'file.read': ['run', 'live'],
  'file.write': ['run', 'live'],
  'file.delete': ['run', 'live'],
  'file.rename': ['run', 'live'],
  'file.link': ['run', 'live'],
  'file.mode': ['run', 'live'],
  'env.read': ['run', 'live'],
  'net.connect': ['run', 'live'],
  'net.listen': ['run', 'live'],
  'net.send': ['run', 'live'],
  'net.receive': ['run', 'live'],
  'dns.query': ['run', 'live'],
  'tls.handshake': ['run', 'live'],
  'http.request': ['run', 'live'],
  'http.response': ['run', 'live'],
  'mcp.connect': ['live'],
  'mcp.list': ['run', 'live'],
  'mcp.call': ['run', 'live'],
  'mcp.result': ['run', 'live'],
  'mcp.read': ['run', 'live'],
  'mcp.prompt': ['run', 'live'],
  'mcp.elicit': ['run', 'live'],
  'mcp.sample': ['run', 'live'],
  'llm.request': ['run', 'live'],
  'llm.response': ['run', 'live'],
  'agent.step': ['run'],
  'canary.leak': ['run'],
  'syscall.denied': ['run'],
  'resource.limit': ['run'],
  'run.phase': ['run'],
  'run.divergence': ['run'],
  'run.gap': ['run'],
  'session.start': ['live'],
  'session.end': ['live'],
  'run.start': ['live'],
  'run.end': ['live'],
  'prompt.submit': ['live'],
  'tool.request': ['live'],
  'tool.decision': ['live'],
  'tool.result': ['live'],
  'agent.spawn': ['live'],
  'agent.stop': ['live'],
  'agent.message': ['live'],
  'agent.handoff': ['live'],
  'memory.read': ['live'],
  'memory.write': ['live'],
  'skill.install': ['live'],
  'skill.activate': ['live'],
  'plugin.install': ['live'],
  'instructions.load': ['live'],
  'config.change': ['live'],
  'mode.change': ['live'],
  'approval.request': ['live'],
  'approval.decide': ['live'],
  'data.access': ['live'],
  'auth.login': ['live'],
  'auth.token': ['live'],
  'auth.exchange': ['live'],
  'iam.change': ['live'],
  'idp.grant': ['live'],
  'cloud.api': ['live'],
  'saas.api': ['live'],
  'code.commit': ['live'],
  'code.merge': ['live'],
  'signal.receive': ['live'],
  'control.deny': ['live'],
  'control.stop': ['live'],
  'control.revoke': ['live'],
  'control.verify': ['live'],
  'control.restore': ['live'],
  'source.gap': ['live'],
  match: ['read', 'run', 'live'],
} as const
export type Kind = keyof typeof kinds
/** Every field of the vocabulary with its type and where its name comes from. */
export const fields = {
  schema: { type: 'string', from: 'clawback' },
  id: { type: 'string', from: 'clawback' },
  kind: { type: 'string', from: 'clawback' },
  stage: { type: 'string', from: 'clawback' },
  time: { type: 'string', from: 'clawback' },
  seq: { type: 'number', from: 'clawback' },
  cause: { type: 'string', from: 'clawback' },
  truncated: { type: 'string[]', from: 'clawback' },
  'source.engine': { type: 'string', from: 'clawback' },
  'source.version': { type: 'string', from: 'clawback' },
  'source.channel': { type: 'string', from: 'clawback' },
  'source.trust': { type: 'number', from: 'clawback' },
  'source.connector': { type: 'string', from: 'clawback' },
  'source.ref': { type: 'string', from: 'clawback' },
  'source.dedupe_key': { type: 'string', from: 'clawback' },
  'source.received': { type: 'string', from: 'clawback' },
  'source.raw.digest': { type: 'string', from: 'clawback' },
  'subject.artifact': { type: 'string', from: 'clawback' },
  'subject.client': { type: 'string', from: 'clawback' },
  'subject.run': { type: 'string', from: 'clawback' },
  'session.id': { type: 'string', from: 'otel' },
  'session.previous_id': { type: 'string', from: 'otel' },
  'artifact.kind': { type: 'string', from: 'clawback' },
  'artifact.name': { type: 'string', from: 'clawback' },
  'artifact.version': { type: 'string', from: 'otel' },
  'artifact.origin': { type: 'string', from: 'clawback' },
  'skill.name': { type: 'string', from: 'clawback' },
  'skill.source': { type: 'string', from: 'clawback' },
  'skill.digest': { type: 'string', from: 'clawback' },
  'skill.trigger': { type: 'string', from: 'clawback' },
  'agent.id': { type: 'string', from: 'clawback' },
  'agent.instance': { type: 'string', from: 'clawback' },
  'agent.type': { type: 'string', from: 'clawback' },
  'agent.name': { type: 'string', from: 'clawback' },
  'agent.version': { type: 'string', from: 'clawback' },
  'agent.vendor': { type: 'string', from: 'clawback' },
  'agent.entrypoint': { type: 'string', from: 'clawback' },
  'agent.mode': { type: 'string', from: 'clawback' },
  'agent.parent': { type: 'string', from: 'clawback' },
  'agent.root': { type: 'string', from: 'clawback' },
  'agent.depth': { type: 'number', from: 'clawback' },
  'agent.lineage': { type: 'string[]', from: 'clawback' },
  'agent.scope_excess': { type: 'string[]', from: 'clawback' },
  'actor.kind': { type: 'string', from: 'clawback' },
  'human.id': { type: 'string', from: 'clawback' },
  'human.email': { type: 'string', from: 'clawback' },
  'human.issuer': { type: 'string', from: 'clawback' },
  'human.idle_s': { type: 'number', from: 'clawback' },
  'human.local_hour': { type: 'number', from: 'clawback' },
  'human.off_hours': { type: 'boolean', from: 'clawback' },
  'human.on_call': { type: 'boolean', from: 'clawback' },
  'cred.id': { type: 'string', from: 'clawback' },
  'cred.kind': { type: 'string', from: 'clawback' },
  'cred.owner': { type: 'string', from: 'clawback' },
  'cred.issuer': { type: 'string', from: 'clawback' },
  'cred.audience': { type: 'string', from: 'clawback' },
  'cred.scopes': { type: 'string[]', from: 'clawback' },
  'cred.client_id': { type: 'string', from: 'clawback' },
  'cred.grant_id': { type: 'string', from: 'clawback' },
  'cred.expires': { type: 'string', from: 'clawback' },
  'cred.act': { type: 'string[]', from: 'clawback' },
  'cred.inherited': { type: 'boolean', from: 'clawback' },
  'cred.first_seen': { type: 'boolean', from: 'clawback' },
  'run.id': { type: 'string', from: 'clawback' },
  'run.workflow': { type: 'string', from: 'clawback' },
  'run.entry': { type: 'string', from: 'clawback' },
  'run.actor': { type: 'string', from: 'clawback' },
  'run.variant': { type: 'string', from: 'clawback' },
  'run.change': { type: 'string', from: 'clawback' },
  'run.phase': { type: 'string', from: 'clawback' },
  'run.status': { type: 'string', from: 'clawback' },
  'run.exec_id': { type: 'string', from: 'clawback' },
  'run.parent_exec_id': { type: 'string', from: 'clawback' },
  'run.relation': { type: 'string', from: 'clawback' },
  'run.monotonic_ms': { type: 'number', from: 'clawback' },
  'prompt.source': { type: 'string', from: 'clawback' },
  'prompt.digest': { type: 'string', from: 'clawback' },
  'prompt.length': { type: 'number', from: 'clawback' },
  'target.kind': { type: 'string', from: 'clawback' },
  'target.id': { type: 'string', from: 'clawback' },
  'target.name': { type: 'string', from: 'clawback' },
  'target.env': { type: 'string', from: 'clawback' },
  'target.sensitivity': { type: 'string[]', from: 'clawback' },
  'target.owner': { type: 'string', from: 'clawback' },
  'target.account': { type: 'string', from: 'clawback' },
  'target.region': { type: 'string', from: 'clawback' },
  'effect.key': { type: 'string', from: 'clawback' },
  'effect.verb': { type: 'string', from: 'clawback' },
  'effect.outcome': { type: 'string', from: 'clawback' },
  'effect.previously_denied': { type: 'boolean', from: 'clawback' },
  'effect.duration_ms': { type: 'number', from: 'clawback' },
  'volume.records': { type: 'number', from: 'clawback' },
  'volume.bytes': { type: 'number', from: 'clawback' },
  'volume.items': { type: 'number', from: 'clawback' },
  'taint.active': { type: 'boolean', from: 'clawback' },
  'taint.sources': { type: 'string[]', from: 'clawback' },
  'taint.age_calls': { type: 'number', from: 'clawback' },
  'edge.first_seen': { type: 'boolean', from: 'clawback' },
  'edge.kind': { type: 'string', from: 'clawback' },
  'reach.score': { type: 'number', from: 'clawback' },
  'baseline.id': { type: 'string', from: 'clawback' },
  'baseline.deviation': { type: 'number', from: 'clawback' },
  'baseline.unseen': { type: 'string[]', from: 'clawback' },
  'baseline.peers': { type: 'number', from: 'clawback' },
  'baseline.peer_share': { type: 'number', from: 'clawback' },
  'baseline.first_seen': { type: 'boolean', from: 'clawback' },
  'baseline.count': { type: 'number', from: 'clawback' },
  'baseline.exceeded': { type: 'number', from: 'clawback' },
  'baseline.exceeded_by': { type: 'string[]', from: 'clawback' },
  'canary.id': { type: 'string', from: 'clawback' },
  'canary.kind': { type: 'string', from: 'clawback' },
  'canary.source': { type: 'string', from: 'clawback' },
  'canary.encoding': { type: 'string', from: 'clawback' },
  'canary.channel': { type: 'string', from: 'clawback' },
  'canary.partial': { type: 'boolean', from: 'clawback' },
  'capability.action': { type: 'string', from: 'clawback' },
  'capability.target': { type: 'string', from: 'clawback' },
  'capability.basis': { type: 'string', from: 'clawback' },
  'text.content': { type: 'string', from: 'clawback' },
  'text.role': { type: 'string', from: 'clawback' },
  'text.language': { type: 'string', from: 'clawback' },
  'text.heading': { type: 'string', from: 'clawback' },
  'text.cited': { type: 'boolean', from: 'clawback' },
  'text.link': { type: 'string', from: 'clawback' },
  'text.encoding': { type: 'string', from: 'clawback' },
  'text.depth': { type: 'number', from: 'clawback' },
  'text.hidden.type': { type: 'string', from: 'clawback' },
  'text.hidden.count': { type: 'number', from: 'clawback' },
  'text.model.digest': { type: 'string', from: 'clawback' },
  'text.model.score': { type: 'number', from: 'clawback' },
  'text.model.ngrams': { type: 'string[]', from: 'clawback' },
  'text.directive.verb': { type: 'string', from: 'clawback' },
  'text.directive.object': { type: 'string', from: 'clawback' },
  'text.directive.audience': { type: 'string', from: 'clawback' },
  'text.directive.mood': { type: 'string', from: 'clawback' },
  'text.directive.secrecy': { type: 'boolean', from: 'clawback' },
  'bytes.type': { type: 'string', from: 'clawback' },
  'bytes.entropy': { type: 'number', from: 'clawback' },
  'bytes.offset': { type: 'number', from: 'clawback' },
  'bytes.length': { type: 'number', from: 'clawback' },
  'bytes.rule': { type: 'string', from: 'clawback' },
  'bytes.secret.type': { type: 'string', from: 'clawback' },
  'bytes.secret.digest': { type: 'string', from: 'clawback' },
  'bytes.secret.placeholder': { type: 'boolean', from: 'clawback' },
  'manifest.type': { type: 'string', from: 'clawback' },
  'manifest.key': { type: 'string', from: 'clawback' },
  'manifest.value': { type: 'string', from: 'clawback' },
  'manifest.claim': { type: 'string', from: 'clawback' },
  'manifest.claim.negated': { type: 'boolean', from: 'clawback' },
  'dependency.ecosystem': { type: 'string', from: 'clawback' },
  'dependency.name': { type: 'string', from: 'clawback' },
  'dependency.version': { type: 'string', from: 'clawback' },
  'dependency.pinned': { type: 'boolean', from: 'clawback' },
  'dependency.scope': { type: 'string', from: 'clawback' },
  'dependency.resembles': { type: 'string', from: 'clawback' },
  'dependency.hook.name': { type: 'string', from: 'clawback' },
  'dependency.hook.command': { type: 'string', from: 'clawback' },
  'gap.reason': { type: 'string', from: 'clawback' },
  'gap.detail': { type: 'string', from: 'clawback' },
  'gap.material': { type: 'boolean', from: 'clawback' },
  'gap.count': { type: 'number', from: 'clawback' },
  'env.name': { type: 'string', from: 'clawback' },
  'syscall.name': { type: 'string', from: 'clawback' },
  'limit.name': { type: 'string', from: 'clawback' },
  'limit.value': { type: 'number', from: 'clawback' },
  'auth.method': { type: 'string', from: 'clawback' },
  'auth.client_id': { type: 'string', from: 'clawback' },
  'auth.result': { type: 'string', from: 'clawback' },
  'control.decision': { type: 'string', from: 'clawback' },
  'control.by': { type: 'string', from: 'clawback' },
  'control.reason': { type: 'string', from: 'clawback' },
  'control.level': { type: 'number', from: 'clawback' },
  'control.intent': { type: 'string', from: 'clawback' },
  'control.state': { type: 'string', from: 'clawback' },
  'control.incident': { type: 'string', from: 'clawback' },
  'approval.id': { type: 'string', from: 'clawback' },
  'approval.by': { type: 'string', from: 'clawback' },
  'approval.latency_ms': { type: 'number', from: 'clawback' },
  'probe.id': { type: 'string', from: 'clawback' },
  'probe.pack': { type: 'string', from: 'clawback' },
  'probe.tags': { type: 'string[]', from: 'clawback' },
  'rule.id': { type: 'string', from: 'clawback' },
  'rule.title': { type: 'string', from: 'clawback' },
  'rule.pack': { type: 'string', from: 'clawback' },
  'rule.version': { type: 'string', from: 'clawback' },
  'rule.level': { type: 'string', from: 'clawback' },
  'rule.type': { type: 'string', from: 'clawback' },
  'rule.tags': { type: 'string[]', from: 'clawback' },
  'match.refs': { type: 'string[]', from: 'clawback' },
  'match.fields': { type: 'string[]', from: 'clawback' },
  'match.group': { type: 'string', from: 'clawback' },
  'attribution.human': { type: 'string', from: 'clawback' },
  'attribution.score': { type: 'number', from: 'clawback' },
  'attribution.level': { type: 'string', from: 'clawback' },
  'attribution.method': { type: 'string', from: 'clawback' },
  'attribution.rev': { type: 'number', from: 'clawback' },
  'attribution.conflict': { type: 'boolean', from: 'clawback' },
  'process.pid': { type: 'number', from: 'otel' },
  'process.parent_pid': { type: 'number', from: 'otel' },
  'process.executable.path': { type: 'string', from: 'otel' },
  'process.executable.name': { type: 'string', from: 'otel' },
  'process.command_args': { type: 'string[]', from: 'otel' },
  'process.command_line': { type: 'string', from: 'otel' },
  'process.working_directory': { type: 'string', from: 'otel' },
  'process.exit.code': { type: 'number', from: 'otel' },
  'process.interactive': { type: 'boolean', from: 'otel' },
  'process.user.name': { type: 'string', from: 'otel' },
  'process.signal': { type: 'string', from: 'extension' },
  'process.fileless': { type: 'boolean', from: 'extension' },
  'file.path': { type: 'string', from: 'otel' },
  'file.name': { type: 'string', from: 'otel' },
  'file.extension': { type: 'string', from: 'otel' },
  'file.directory': { type: 'string', from: 'otel' },
  'file.size': { type: 'number', from: 'otel' },
  'file.mode': { type: 'string', from: 'otel' },
  'file.symbolic_link.target_path': { type: 'string', from: 'otel' },
  'file.digest': { type: 'string', from: 'extension' },
  'file.diff': { type: 'string', from: 'extension' },
  'file.target_path': { type: 'string', from: 'extension' },
  'file.existed': { type: 'boolean', from: 'extension' },
  'file.operation': { type: 'string', from: 'extension' },
  'url.full': { type: 'string', from: 'otel' },
  'url.scheme': { type: 'string', from: 'otel' },
  'url.domain': { type: 'string', from: 'otel' },
  'url.mentions': { type: 'number', from: 'extension' },
  'url.path': { type: 'string', from: 'otel' },
  'url.query': { type: 'string', from: 'otel' },
  'server.address': { type: 'string', from: 'otel' },
  'server.port': { type: 'number', from: 'otel' },
  'client.address': { type: 'string', from: 'otel' },
  'network.peer.address': { type: 'string', from: 'otel' },
  'network.peer.port': { type: 'number', from: 'otel' },
  'network.transport': { type: 'string', from: 'otel' },
  'network.type': { type: 'string', from: 'otel' },
  'network.protocol.name': { type: 'string', from: 'otel' },
  'network.protocol.version': { type: 'string', from: 'otel' },
  'network.io.direction': { type: 'string', from: 'otel' },
  'network.io.bytes': { type: 'number', from: 'extension' },
  'network.payload.digest': { type: 'string', from: 'extension' },
  'network.payload.text': { type: 'string', from: 'extension' },
  'dns.question.name': { type: 'string', from: 'otel' },
  'dns.question.type': { type: 'string', from: 'extension' },
  'dns.answers': { type: 'string[]', from: 'otel' },
  'tls.client.server_name': { type: 'string', from: 'otel' },
  'tls.established': { type: 'boolean', from: 'otel' },
  'tls.protocol.version': { type: 'string', from: 'otel' },
  'tls.error': { type: 'string', from: 'extension' },
  'http.request.method': { type: 'string', from: 'otel' },
  'http.request.body.size': { type: 'number', from: 'otel' },
  'http.request.body.digest': { type: 'string', from: 'extension' },
  'http.request.body.text': { type: 'string', from: 'extension' },
  'http.response.status_code': { type: 'number', from: 'otel' },
  'http.response.body.size': { type: 'number', from: 'otel' },
  'http.response.body.digest': { type: 'string', from: 'extension' },
  'user_agent.original': { type: 'string', from: 'otel' },
  'code.file.path': { type: 'string', from: 'otel' },
  'code.line.number': { type: 'number', from: 'otel' },
  'code.column.number': { type: 'number', from: 'otel' },
  'code.function.name': { type: 'string', from: 'otel' },
  'code.line.end': { type: 'number', from: 'extension' },
  'code.language': { type: 'string', from: 'extension' },
  'code.call.name': { type: 'string', from: 'extension' },
  'code.call.text': { type: 'string', from: 'extension' },
  'code.call.arguments': { type: 'string[]', from: 'extension' },
  'code.call.result': { type: 'string', from: 'extension' },
  'code.call.turns': { type: 'number', from: 'extension' },
  'code.call.assembled': { type: 'boolean', from: 'extension' },
  'code.import.assembled': { type: 'boolean', from: 'extension' },
  'code.import.name': { type: 'string', from: 'extension' },
  'code.define.name': { type: 'string', from: 'extension' },
  'code.define.type': { type: 'string', from: 'extension' },
  'code.define.recursion': { type: 'string', from: 'extension' },
  'code.member.name': { type: 'string', from: 'extension' },
  'code.match.text': { type: 'string', from: 'extension' },
  'code.match.capture': { type: 'string', from: 'extension' },
  'code.string.assembled': { type: 'boolean', from: 'extension' },
  'code.string.elsewhere': { type: 'boolean', from: 'extension' },
  'code.string.value': { type: 'string', from: 'extension' },
  'code.flow.source': { type: 'string', from: 'extension' },
  'code.flow.sink': { type: 'string', from: 'extension' },
  'code.flow.source_tag': { type: 'string', from: 'extension' },
  'code.flow.sink_tag': { type: 'string', from: 'extension' },
  'code.flow.source_domain': { type: 'string', from: 'extension' },
  'code.flow.source_mentions': { type: 'number', from: 'extension' },
  'code.flow.steps': { type: 'string[]', from: 'extension' },
  'code.flow.place': { type: 'string', from: 'extension' },
  'code.flow.whole': { type: 'boolean', from: 'extension' },
  'code.flow.environment': { type: 'boolean', from: 'extension' },
  'code.flow.file': { type: 'string', from: 'extension' },
  'code.confidence': { type: 'number', from: 'extension' },
  'user.id': { type: 'string', from: 'otel' },
  'user.name': { type: 'string', from: 'otel' },
  'user.email': { type: 'string', from: 'otel' },
  'host.id': { type: 'string', from: 'otel' },
  'host.name': { type: 'string', from: 'otel' },
  'host.ip': { type: 'string[]', from: 'otel' },
  'os.type': { type: 'string', from: 'otel' },
  'cloud.provider': { type: 'string', from: 'otel' },
  'cloud.region': { type: 'string', from: 'otel' },
  'cloud.account.id': { type: 'string', from: 'otel' },
  'cloud.resource_id': { type: 'string', from: 'otel' },
  'service.name': { type: 'string', from: 'otel' },
  'error.type': { type: 'string', from: 'otel' },
  'error.message': { type: 'string', from: 'otel' },
  'db.system.name': { type: 'string', from: 'otel' },
  'db.namespace': { type: 'string', from: 'otel' },
  'db.collection.name': { type: 'string', from: 'otel' },
  'db.operation.name': { type: 'string', from: 'otel' },
  'db.query.text': { type: 'string', from: 'otel' },
  'db.response.returned_rows': { type: 'number', from: 'otel' },
  'gen_ai.operation.name': { type: 'string', from: 'otel' },
  'gen_ai.provider.name': { type: 'string', from: 'otel' },
  'gen_ai.agent.id': { type: 'string', from: 'otel' },
  'gen_ai.agent.name': { type: 'string', from: 'otel' },
  'gen_ai.conversation.id': { type: 'string', from: 'otel' },
  'gen_ai.request.model': { type: 'string', from: 'otel' },
  'gen_ai.response.model': { type: 'string', from: 'otel' },
  'gen_ai.usage.input_tokens': { type: 'number', from: 'otel' },
  'gen_ai.usage.output_tokens': { type: 'number', from: 'otel' },
  'gen_ai.tool.name': { type: 'string', from: 'otel' },
  'gen_ai.tool.type': { type: 'string', from: 'otel' },
  'gen_ai.tool.description': { type: 'string', from: 'otel' },
  'gen_ai.tool.call.id': { type: 'string', from: 'otel' },
  'gen_ai.tool.call.result': { type: 'string', from: 'otel' },
  'gen_ai.tool.call.result.digest': { type: 'string', from: 'extension' },
  'gen_ai.tool.call.result.size': { type: 'number', from: 'extension' },
  'gen_ai.tool.call.arguments.digest': { type: 'string', from: 'extension' },
  'gen_ai.tool.description.digest': { type: 'string', from: 'extension' },
  'gen_ai.tool.schema.digest': { type: 'string', from: 'extension' },
  'gen_ai.tool.annotations': { type: 'string[]', from: 'extension' },
  'mcp.method.name': { type: 'string', from: 'otel' },
  'mcp.session.id': { type: 'string', from: 'otel' },
  'mcp.protocol.version': { type: 'string', from: 'otel' },
  'mcp.resource.uri': { type: 'string', from: 'otel' },
  'mcp.server.name': { type: 'string', from: 'extension' },
  'mcp.server.version': { type: 'string', from: 'extension' },
  'mcp.server.id': { type: 'string', from: 'extension' },
  'mcp.server.scope': { type: 'string', from: 'extension' },
  'mcp.server.command': { type: 'string', from: 'extension' },
  'mcp.server.known': { type: 'boolean', from: 'extension' },
  'mcp.list.digest': { type: 'string', from: 'extension' },
  'mcp.list.changes': { type: 'string[]', from: 'extension' },
  'mcp.list.count': { type: 'number', from: 'extension' },
  'mcp.list.round': { type: 'number', from: 'extension' },
  'jsonrpc.request.id': { type: 'string', from: 'otel' },
  'vcs.repository.url.full': { type: 'string', from: 'otel' },
  'vcs.ref.head.name': { type: 'string', from: 'otel' },
} as const
export type FieldName = keyof typeof fields
/** Prefixes under which any name may stand. */
export const openPrefixes: readonly string[] = [
  'gen_ai.tool.call.arguments.',
  'http.request.header.',
  'http.response.header.',
  'raw.',
]
/** Older names of OpenTelemetry fields, and what they are called now. */
export const aliases: Readonly<Record<string, FieldName>> = {
  'gen_ai.system': 'gen_ai.provider.name',
  'gen_ai.usage.prompt_tokens': 'gen_ai.usage.input_tokens',
  'gen_ai.usage.completion_tokens': 'gen_ai.usage.output_tokens',
  'gen_ai.tool.id': 'gen_ai.tool.call.id',
  'mcp.request.id': 'jsonrpc.request.id',
  'mcp.tool.name': 'gen_ai.tool.name',
  'code.filepath': 'code.file.path',
  'code.lineno': 'code.line.number',
  'code.function': 'code.function.name',
  'db.system': 'db.system.name',
  'db.statement': 'db.query.text',
  'db.name': 'db.namespace',
  'http.method': 'http.request.method',
  'http.status_code': 'http.response.status_code',
  'http.url': 'url.full',
  'net.peer.name': 'server.address',
  'net.peer.port': 'server.port',
}
/** The fields of the vocabulary that an engine may set, typed. */
export interface KnownFields {
  /** Id of the record that led to this one. */
  readonly cause?: string | undefined
  /** Names of fields that were cut to their caps. */
  readonly truncated?: readonly string[] | undefined
  /** Name of the configured source instance that delivered a live record. */
  readonly 'source.connector'?: string | undefined
  /** Place in the original: log offset, span id, hook counter. */
  readonly 'source.ref'?: string | undefined
  /** sha256 over the source's own identifiers; makes replays harmless. */
  readonly 'source.dedupe_key'?: string | undefined
  /** RFC 3339 time at which the guard accepted the record; time is the source's own. */
  readonly 'source.received'?: string | undefined
  /** sha256 of the redacted original. */
  readonly 'source.raw.digest'?: string | undefined
  /** Id of the artifact the record is about. */
  readonly 'subject.artifact'?: string | undefined
  /** Id of the set of servers of one client that the record is looked at with. */
  readonly 'subject.client'?: string | undefined
  /** Id of the sandbox run the record belongs to. */
  readonly 'subject.run'?: string | undefined
  /** Agent session. */
  readonly 'session.id'?: string | undefined
  /** Session this one resumes. */
  readonly 'session.previous_id'?: string | undefined
  /** skill, mcp-server, plugin, agent-config, package or folder. */
  readonly 'artifact.kind'?: string | undefined
  /** Name of the artifact. */
  readonly 'artifact.name'?: string | undefined
  /** Version of the artifact, if it has one. */
  readonly 'artifact.version'?: string | undefined
  /** Locator the artifact came from. */
  readonly 'artifact.origin'?: string | undefined
  /** Name of a skill. */
  readonly 'skill.name'?: string | undefined
  /** Where a skill was installed from. */
  readonly 'skill.source'?: string | undefined
  /** Tree digest of the skill. */
  readonly 'skill.digest'?: string | undefined
  /** What activated the skill: user, agent, hook. */
  readonly 'skill.trigger'?: string | undefined
  /** Stable logical agent (install and type). */
  readonly 'agent.id'?: string | undefined
  /** Running instance: session, or session and sub-agent. */
  readonly 'agent.instance'?: string | undefined
  /** Kind of agent as it calls itself. */
  readonly 'agent.type'?: string | undefined
  /** Display name of the agent. */
  readonly 'agent.name'?: string | undefined
  /** Version of the agent program. */
  readonly 'agent.version'?: string | undefined
  /** Maker of the agent program. */
  readonly 'agent.vendor'?: string | undefined
  /** How it was started: cli, sdk, ide, ci. */
  readonly 'agent.entrypoint'?: string | undefined
  /** Permission mode. */
  readonly 'agent.mode'?: string | undefined
  /** Instance that spawned this one. */
  readonly 'agent.parent'?: string | undefined
  /** Instance at the root of the lineage. */
  readonly 'agent.root'?: string | undefined
  /** Depth in the lineage; the root is 0. */
  readonly 'agent.depth'?: number | undefined
  /** Instances from root to self. */
  readonly 'agent.lineage'?: readonly string[] | undefined
  /** Derived: scopes or resource classes used that no ancestor used in the task. */
  readonly 'agent.scope_excess'?: readonly string[] | undefined
  /** human, agent, service or ambiguous: who acted with the credential. */
  readonly 'actor.kind'?: string | undefined
  /** Canonical id of the person. */
  readonly 'human.id'?: string | undefined
  /** Mail address as seen. */
  readonly 'human.email'?: string | undefined
  /** Issuer that vouches for the person. */
  readonly 'human.issuer'?: string | undefined
  /** Derived: seconds since the person last acted. */
  readonly 'human.idle_s'?: number | undefined
  /** Derived: hour of day, 0 to 23, in the person's configured zone. */
  readonly 'human.local_hour'?: number | undefined
  /** Derived: outside the person's configured working hours and no declared on-call window. */
  readonly 'human.off_hours'?: boolean | undefined
  /** Derived: inside a declared on-call window. */
  readonly 'human.on_call'?: boolean | undefined
  /** Keyed hash of the credential; never the secret. */
  readonly 'cred.id'?: string | undefined
  /** oauth_access_token, oauth_refresh_token, api_key, aws_access_key, session_cookie, ssh_key, workload. */
  readonly 'cred.kind'?: string | undefined
  /** Identity the credential belongs to. */
  readonly 'cred.owner'?: string | undefined
  /** Issuer of the credential. */
  readonly 'cred.issuer'?: string | undefined
  /** Audience of the credential. */
  readonly 'cred.audience'?: string | undefined
  /** Scopes of the credential. */
  readonly 'cred.scopes'?: readonly string[] | undefined
  /** OAuth client the credential was issued to. */
  readonly 'cred.client_id'?: string | undefined
  /** Grant the credential hangs on. */
  readonly 'cred.grant_id'?: string | undefined
  /** RFC 3339 time of expiry. */
  readonly 'cred.expires'?: string | undefined
  /** Actor chain (RFC 8693 act), outermost first. */
  readonly 'cred.act'?: readonly string[] | undefined
  /** The instance uses its parent's credential. */
  readonly 'cred.inherited'?: boolean | undefined
  /** Derived: first use seen of this credential by this identity. */
  readonly 'cred.first_seen'?: boolean | undefined
  /** Id of a run: prompt id when live, run id in the sandbox. */
  readonly 'run.id'?: string | undefined
  /** Workflow the run belongs to. */
  readonly 'run.workflow'?: string | undefined
  /** Entry point that was run. */
  readonly 'run.entry'?: string | undefined
  /** Actor that played: script, mcp-client, scripted-agent, llm-agent. */
  readonly 'run.actor'?: string | undefined
  /** Variant of the run: base, deep, no-hooks, sleep-skip, stubs, restart, shifted-date, ci, offline. */
  readonly 'run.variant'?: string | undefined
  /** How a variant differs from the base runs: only-here or missing-here. */
  readonly 'run.change'?: string | undefined
  /** Phase: install, import, start, list, call, relist, stop. */
  readonly 'run.phase'?: string | undefined
  /** Named status the run ended in. */
  readonly 'run.status'?: string | undefined
  /** Stable id of one program image in the run: pid and its n-th exec. */
  readonly 'run.exec_id'?: string | undefined
  /** exec_id of the parent. */
  readonly 'run.parent_exec_id'?: string | undefined
  /** Live: same-process, child or tool-window; how a process record was tied to a run. */
  readonly 'run.relation'?: string | undefined
  /** Milliseconds since the run began, from the kernel trace clock. */
  readonly 'run.monotonic_ms'?: number | undefined
  /** user, sdk, system, schedule or poll: who typed it. */
  readonly 'prompt.source'?: string | undefined
  /** sha256 of the prompt text. */
  readonly 'prompt.digest'?: string | undefined
  /** Length in UTF-16 code units. */
  readonly 'prompt.length'?: number | undefined
  /** database, table, bucket, object, repository, branch, mailbox, file, host, api, identity. */
  readonly 'target.kind'?: string | undefined
  /** Identity of the resource touched. */
  readonly 'target.id'?: string | undefined
  /** Name of the resource touched. */
  readonly 'target.name'?: string | undefined
  /** prod, staging, dev or unknown. */
  readonly 'target.env'?: string | undefined
  /** Sensitivity labels of the resource. */
  readonly 'target.sensitivity'?: readonly string[] | undefined
  /** Owner of the resource. */
  readonly 'target.owner'?: string | undefined
  /** Account or tenant of the resource. */
  readonly 'target.account'?: string | undefined
  /** Region of the resource. */
  readonly 'target.region'?: string | undefined
  /** Derived: verb and resource, independent of the tool used. */
  readonly 'effect.key'?: string | undefined
  /** read, write, delete, exec, admin, auth, spawn or send. */
  readonly 'effect.verb'?: string | undefined
  /** attempted, allowed, denied, success, failure or unknown. */
  readonly 'effect.outcome'?: string | undefined
  /** Derived: the same effect was denied earlier on this chain. */
  readonly 'effect.previously_denied'?: boolean | undefined
  /** Duration of the action in milliseconds. */
  readonly 'effect.duration_ms'?: number | undefined
  /** Records read or written. */
  readonly 'volume.records'?: number | undefined
  /** Bytes read or written. */
  readonly 'volume.bytes'?: number | undefined
  /** Items (files, messages) touched. */
  readonly 'volume.items'?: number | undefined
  /** Derived: untrusted content was read earlier on this chain. */
  readonly 'taint.active'?: boolean | undefined
  /** Derived: where that content came from. */
  readonly 'taint.sources'?: readonly string[] | undefined
  /** Derived: tool calls since the content was read. */
  readonly 'taint.age_calls'?: number | undefined
  /** Derived: first time this identity touched this target. */
  readonly 'edge.first_seen'?: boolean | undefined
  /** Kind of graph edge the first-seen flag speaks of. */
  readonly 'edge.kind'?: string | undefined
  /** Derived: weighted count of resources reachable from the instance. */
  readonly 'reach.score'?: number | undefined
  /** Baseline the deviation was measured against. */
  readonly 'baseline.id'?: string | undefined
  /** Derived: 0 seen in every sample of the cohort to 1 in none. */
  readonly 'baseline.deviation'?: number | undefined
  /** Derived: capabilities outside the baseline. */
  readonly 'baseline.unseen'?: readonly string[] | undefined
  /** Derived: other principals of the cohort that were seen live. */
  readonly 'baseline.peers'?: number | undefined
  /** Derived: share of those peers, 0 to 1, that did the same with the same target. */
  readonly 'baseline.peer_share'?: number | undefined
  /** Derived: the principal did this with this target for the first time. */
  readonly 'baseline.first_seen'?: boolean | undefined
  /** Derived: distinct targets of this action in the session so far. */
  readonly 'baseline.count'?: number | undefined
  /** Derived: highest learned quantile exceeded: 0 none, 0.5, 0.99, 1 beyond every sample. */
  readonly 'baseline.exceeded'?: number | undefined
  /** Derived: actions or fields that exceed it. */
  readonly 'baseline.exceeded_by'?: readonly string[] | undefined
  /** Planted value that was found. */
  readonly 'canary.id'?: string | undefined
  /** Kind of planted value: aws_access_key, github_token, ssh_key, wallet. */
  readonly 'canary.kind'?: string | undefined
  /** Where it was planted: ~/path or env:NAME. */
  readonly 'canary.source'?: string | undefined
  /** How it was hidden, outermost first: raw, base64, hex>base64. */
  readonly 'canary.encoding'?: string | undefined
  /** Where it came out: http, dns, tls, tcp, udp, stdout, mcp, file. */
  readonly 'canary.channel'?: string | undefined
  /** Only a prefix or piece of the value was found. */
  readonly 'canary.partial'?: boolean | undefined
  /** Action of a capability: file.read, net.connect, process.exec. */
  readonly 'capability.action'?: string | undefined
  /** Target of a capability, normalised. */
  readonly 'capability.target'?: string | undefined
  /** declared, static, observed or live. */
  readonly 'capability.basis'?: string | undefined
  /** The text, capped and redacted. */
  readonly 'text.content'?: string | undefined
  /** heading, paragraph, list-item, code-block, inline-code, comment, link, frontmatter, quote, table; hidden, decoded, code, section, document. */
  readonly 'text.role'?: string | undefined
  /** Language of a code block as its fence says. */
  readonly 'text.language'?: string | undefined
  /** Nearest heading above, path joined with >. */
  readonly 'text.heading'?: string | undefined
  /** The document says that what stands here is only quoted, or there to be recognised or tested with. */
  readonly 'text.cited'?: boolean | undefined
  /** Target of a link. */
  readonly 'text.link'?: string | undefined
  /** Encoding a decoded text was found in. */
  readonly 'text.encoding'?: string | undefined
  /** Number of decoding steps. */
  readonly 'text.depth'?: number | undefined
  /** zero-width, tag, variation, bidi, comment, homoglyph, padding, invisible-style. */
  readonly 'text.hidden.type'?: string | undefined
  /** Number of hidden code points. */
  readonly 'text.hidden.count'?: number | undefined
  /** SHA-256 of the weights of the model that scored the text. */
  readonly 'text.model.digest'?: string | undefined
  /** Score of the window that scores highest; 0 is where the model is undecided. */
  readonly 'text.model.score'?: number | undefined
  /** N-grams of that window which add most to the score, most first. */
  readonly 'text.model.ngrams'?: readonly string[] | undefined
  /** What is asked: run, download, open, read, write, send, ignore, hide, remember, install. */
  readonly 'text.directive.verb'?: string | undefined
  /** What it is asked of: command, url, file, memory, instruction, user. */
  readonly 'text.directive.object'?: string | undefined
  /** Who is addressed: agent, user, unknown. */
  readonly 'text.directive.audience'?: string | undefined
  /** instruct, describe, quote or forbid. */
  readonly 'text.directive.mood'?: string | undefined
  /** The text asks that a person not be told. */
  readonly 'text.directive.secrecy'?: boolean | undefined
  /** Media type by content. */
  readonly 'bytes.type'?: string | undefined
  /** Shannon entropy in bits per byte. */
  readonly 'bytes.entropy'?: number | undefined
  /** Offset in the file. */
  readonly 'bytes.offset'?: number | undefined
  /** Length in bytes. */
  readonly 'bytes.length'?: number | undefined
  /** Name of the YARA rule that matched. */
  readonly 'bytes.rule'?: string | undefined
  /** Kind of credential found. */
  readonly 'bytes.secret.type'?: string | undefined
  /** Keyed digest of the value. */
  readonly 'bytes.secret.digest'?: string | undefined
  /** The value is a documented example. */
  readonly 'bytes.secret.placeholder'?: boolean | undefined
  /** skill, package.json, mcp, hooks, plugin, settings, pyproject. */
  readonly 'manifest.type'?: string | undefined
  /** Path of the field in the manifest. */
  readonly 'manifest.key'?: string | undefined
  /** Value as text, capped and redacted. */
  readonly 'manifest.value'?: string | undefined
  /** Capability claimed, as action or action:target. */
  readonly 'manifest.claim'?: string | undefined
  /** The claim is a limit (does not, never). */
  readonly 'manifest.claim.negated'?: boolean | undefined
  /** npm, pypi, gem, go, apt. */
  readonly 'dependency.ecosystem'?: string | undefined
  /** Package name. */
  readonly 'dependency.name'?: string | undefined
  /** Version or range as written. */
  readonly 'dependency.version'?: string | undefined
  /** Exactly one version satisfies it. */
  readonly 'dependency.pinned'?: boolean | undefined
  /** runtime, dev, optional, peer, runner. */
  readonly 'dependency.scope'?: string | undefined
  /** A well-known package whose name this one nearly is. */
  readonly 'dependency.resembles'?: string | undefined
  /** preinstall, install, postinstall, prepare, setup.py. */
  readonly 'dependency.hook.name'?: string | undefined
  /** Command of the hook. */
  readonly 'dependency.hook.command'?: string | undefined
  /** Closed reason code of what could not be looked at. */
  readonly 'gap.reason'?: string | undefined
  /** What a person should know about it. */
  readonly 'gap.detail'?: string | undefined
  /** Executable or instruction content was missed. */
  readonly 'gap.material'?: boolean | undefined
  /** How many things the gap stands for. */
  readonly 'gap.count'?: number | undefined
  /** Name of an environment variable. */
  readonly 'env.name'?: string | undefined
  /** System call. */
  readonly 'syscall.name'?: string | undefined
  /** Limit reached: wall, cpu, memory, output, events, disk, processes. */
  readonly 'limit.name'?: string | undefined
  /** Its bound. */
  readonly 'limit.value'?: number | undefined
  /** password, mfa, device_code, client_credentials, refresh_token, token_exchange. */
  readonly 'auth.method'?: string | undefined
  /** OAuth client. */
  readonly 'auth.client_id'?: string | undefined
  /** success or failure. */
  readonly 'auth.result'?: string | undefined
  /** allow, ask, deny. */
  readonly 'control.decision'?: string | undefined
  /** Who decided: guard, hook, user, policy. */
  readonly 'control.by'?: string | undefined
  /** Why, in one sentence. */
  readonly 'control.reason'?: string | undefined
  /** Rung of the response ladder, 0 to 6. */
  readonly 'control.level'?: number | undefined
  /** Id of the revocation intent. */
  readonly 'control.intent'?: string | undefined
  /** State of the revocation intent. */
  readonly 'control.state'?: string | undefined
  /** Id of the incident. */
  readonly 'control.incident'?: string | undefined
  /** Id of an approval. */
  readonly 'approval.id'?: string | undefined
  /** Identity that decided. */
  readonly 'approval.by'?: string | undefined
  /** From request to decision. */
  readonly 'approval.latency_ms'?: number | undefined
  /** Probe that matched. */
  readonly 'probe.id'?: string | undefined
  /** Pack of the probe. */
  readonly 'probe.pack'?: string | undefined
  /** Tags of the probe. */
  readonly 'probe.tags'?: readonly string[] | undefined
  /** Rule that matched. */
  readonly 'rule.id'?: string | undefined
  /** Its title. */
  readonly 'rule.title'?: string | undefined
  /** Pack it came from. */
  readonly 'rule.pack'?: string | undefined
  /** Version of that pack. */
  readonly 'rule.version'?: string | undefined
  /** informational, low, medium, high or critical. */
  readonly 'rule.level'?: string | undefined
  /** capability, threat or deviation. */
  readonly 'rule.type'?: string | undefined
  /** Tags of the rule. */
  readonly 'rule.tags'?: readonly string[] | undefined
  /** Ids of the records the match rests on. */
  readonly 'match.refs'?: readonly string[] | undefined
  /** name=value pairs that matched, redacted. */
  readonly 'match.fields'?: readonly string[] | undefined
  /** Group key of a correlation. */
  readonly 'match.group'?: string | undefined
  /** Person the action was tied to. */
  readonly 'attribution.human'?: string | undefined
  /** 0 to 1. */
  readonly 'attribution.score'?: number | undefined
  /** A0 claimed to A5 proven. */
  readonly 'attribution.level'?: string | undefined
  /** Strongest join used. */
  readonly 'attribution.method'?: string | undefined
  /** Revision; late evidence raises it. */
  readonly 'attribution.rev'?: number | undefined
  /** Evidence disagrees. */
  readonly 'attribution.conflict'?: boolean | undefined
  /** Process id. */
  readonly 'process.pid'?: number | undefined
  /** Parent process id. */
  readonly 'process.parent_pid'?: number | undefined
  /** Program. */
  readonly 'process.executable.path'?: string | undefined
  /** Base name of the program. */
  readonly 'process.executable.name'?: string | undefined
  /** Arguments. */
  readonly 'process.command_args'?: readonly string[] | undefined
  /** Arguments joined, shell-quoted. */
  readonly 'process.command_line'?: string | undefined
  /** Working directory. */
  readonly 'process.working_directory'?: string | undefined
  /** Exit code. */
  readonly 'process.exit.code'?: number | undefined
  /** Has a terminal. */
  readonly 'process.interactive'?: boolean | undefined
  /** Effective user. */
  readonly 'process.user.name'?: string | undefined
  /** Signal name. */
  readonly 'process.signal'?: string | undefined
  /** Executed from memory or a deleted file. */
  readonly 'process.fileless'?: boolean | undefined
  /** Path; in read records relative to the artifact root. */
  readonly 'file.path'?: string | undefined
  /** Base name. */
  readonly 'file.name'?: string | undefined
  /** Extension without the dot. */
  readonly 'file.extension'?: string | undefined
  /** Folder. */
  readonly 'file.directory'?: string | undefined
  /** Bytes. */
  readonly 'file.size'?: number | undefined
  /** Octal mode. */
  readonly 'file.mode'?: string | undefined
  /** Where a link points. */
  readonly 'file.symbolic_link.target_path'?: string | undefined
  /** sha256 of the content. */
  readonly 'file.digest'?: string | undefined
  /** Unified diff of a watched file, capped and redacted. */
  readonly 'file.diff'?: string | undefined
  /** New path of a rename or hard link. */
  readonly 'file.target_path'?: string | undefined
  /** The file was there before the run. */
  readonly 'file.existed'?: boolean | undefined
  /** create, append, truncate, overwrite. */
  readonly 'file.operation'?: string | undefined
  /** URL, credentials redacted. */
  readonly 'url.full'?: string | undefined
  /** Scheme. */
  readonly 'url.scheme'?: string | undefined
  /** Host of a URL. */
  readonly 'url.domain'?: string | undefined
  /** Times the texts of the artifact name the host, itself included; 9 stands for more. */
  readonly 'url.mentions'?: number | undefined
  /** Path. */
  readonly 'url.path'?: string | undefined
  /** Query, credentials redacted. */
  readonly 'url.query'?: string | undefined
  /** Name or address of the other side. */
  readonly 'server.address'?: string | undefined
  /** Port of the other side. */
  readonly 'server.port'?: number | undefined
  /** Address of the caller. */
  readonly 'client.address'?: string | undefined
  /** Address actually connected to. */
  readonly 'network.peer.address'?: string | undefined
  /** Port actually connected to. */
  readonly 'network.peer.port'?: number | undefined
  /** tcp, udp, pipe, unix. */
  readonly 'network.transport'?: string | undefined
  /** ipv4 or ipv6. */
  readonly 'network.type'?: string | undefined
  /** http, dns, smtp. */
  readonly 'network.protocol.name'?: string | undefined
  /** 1.1, 2. */
  readonly 'network.protocol.version'?: string | undefined
  /** transmit or receive. */
  readonly 'network.io.direction'?: string | undefined
  /** Bytes moved. */
  readonly 'network.io.bytes'?: number | undefined
  /** sha256 of the payload kept beside. */
  readonly 'network.payload.digest'?: string | undefined
  /** Printable excerpt, capped and redacted. */
  readonly 'network.payload.text'?: string | undefined
  /** Name asked for. */
  readonly 'dns.question.name'?: string | undefined
  /** A, AAAA, TXT, MX. */
  readonly 'dns.question.type'?: string | undefined
  /** Answers given. */
  readonly 'dns.answers'?: readonly string[] | undefined
  /** SNI. */
  readonly 'tls.client.server_name'?: string | undefined
  /** Handshake finished. */
  readonly 'tls.established'?: boolean | undefined
  /** TLS version. */
  readonly 'tls.protocol.version'?: string | undefined
  /** Why the handshake failed. */
  readonly 'tls.error'?: string | undefined
  /** Method. */
  readonly 'http.request.method'?: string | undefined
  /** Bytes. */
  readonly 'http.request.body.size'?: number | undefined
  /** sha256 of the body kept beside. */
  readonly 'http.request.body.digest'?: string | undefined
  /** Decoded excerpt, capped and redacted. */
  readonly 'http.request.body.text'?: string | undefined
  /** Status. */
  readonly 'http.response.status_code'?: number | undefined
  /** Bytes. */
  readonly 'http.response.body.size'?: number | undefined
  /** sha256 of the body kept beside. */
  readonly 'http.response.body.digest'?: string | undefined
  /** User agent. */
  readonly 'user_agent.original'?: string | undefined
  /** Source file. */
  readonly 'code.file.path'?: string | undefined
  /** Line, from 1. */
  readonly 'code.line.number'?: number | undefined
  /** Column, from 1. */
  readonly 'code.column.number'?: number | undefined
  /** Enclosing function. */
  readonly 'code.function.name'?: string | undefined
  /** Last line of the span. */
  readonly 'code.line.end'?: number | undefined
  /** python, javascript, typescript, bash. */
  readonly 'code.language'?: string | undefined
  /** Resolved callee: subprocess.run. */
  readonly 'code.call.name'?: string | undefined
  /** Source of the call, capped and redacted. */
  readonly 'code.call.text'?: string | undefined
  /** Constant arguments, folded; unknown ones as ?. Behind them what an argument may be as well. */
  readonly 'code.call.arguments'?: readonly string[] | undefined
  /** `unused` when what the call gives goes nowhere. */
  readonly 'code.call.result'?: string | undefined
  /** How often the loops around the call turn, where their counts are constants. */
  readonly 'code.call.turns'?: number | undefined
  /** What is called stands nowhere in the file by its name: that was put together out of constant pieces. */
  readonly 'code.call.assembled'?: boolean | undefined
  /** The name of the module stands nowhere in the file as it is: it was put together out of constant pieces. */
  readonly 'code.import.assembled'?: boolean | undefined
  /** Module brought in. */
  readonly 'code.import.name'?: string | undefined
  /** Name defined. */
  readonly 'code.define.name'?: string | undefined
  /** function, class, tool, route. */
  readonly 'code.define.type'?: string | undefined
  /** `endless` when every way through the function comes back to it. */
  readonly 'code.define.recursion'?: string | undefined
  /** Resolved member: os.environ.HOME. */
  readonly 'code.member.name'?: string | undefined
  /** Source of the captured node, capped and redacted. */
  readonly 'code.match.text'?: string | undefined
  /** Name of the capture in the query. */
  readonly 'code.match.capture'?: string | undefined
  /** The string, or of an address the domain, stands nowhere in the artifact as it is: it was put together out of constant pieces, or decoded. */
  readonly 'code.string.assembled'?: boolean | undefined
  /** The string, a word of letters and digits, does not stand in this file but in another one that handed it on. */
  readonly 'code.string.elsewhere'?: boolean | undefined
  /** The string, capped and redacted. */
  readonly 'code.string.value'?: string | undefined
  /** Where the data comes from. */
  readonly 'code.flow.source'?: string | undefined
  /** Where it goes. */
  readonly 'code.flow.sink'?: string | undefined
  /** Class of the source, from the taint spec. */
  readonly 'code.flow.source_tag'?: string | undefined
  /** Class of the sink, from the taint spec. */
  readonly 'code.flow.sink_tag'?: string | undefined
  /** Host that the data comes from, where the source names one. */
  readonly 'code.flow.source_domain'?: string | undefined
  /** Times the texts of the artifact name that host, as in `url.mentions`. */
  readonly 'code.flow.source_mentions'?: number | undefined
  /** path:line of each step. */
  readonly 'code.flow.steps'?: readonly string[] | undefined
  /** What the data is to a process that the sink starts: `program` (what is run), `argument`, `input`. */
  readonly 'code.flow.place'?: string | undefined
  /** The line for a shell, or the program that is started, is nothing but this data. */
  readonly 'code.flow.whole'?: boolean | undefined
  /** The data is in the environment that the sink starts a process in, and nowhere else. */
  readonly 'code.flow.environment'?: boolean | undefined
  /** Path of the file that the sink writes; unknown parts as {}. */
  readonly 'code.flow.file'?: string | undefined
  /** 0 to 1. */
  readonly 'code.confidence'?: number | undefined
  /** User as the source names it. */
  readonly 'user.id'?: string | undefined
  /** Login name. */
  readonly 'user.name'?: string | undefined
  /** Mail address. */
  readonly 'user.email'?: string | undefined
  /** Host id. */
  readonly 'host.id'?: string | undefined
  /** Host name. */
  readonly 'host.name'?: string | undefined
  /** Addresses. */
  readonly 'host.ip'?: readonly string[] | undefined
  /** Operating system. */
  readonly 'os.type'?: string | undefined
  /** aws, gcp, azure. */
  readonly 'cloud.provider'?: string | undefined
  /** Region. */
  readonly 'cloud.region'?: string | undefined
  /** Account. */
  readonly 'cloud.account.id'?: string | undefined
  /** Resource. */
  readonly 'cloud.resource_id'?: string | undefined
  /** Service that logged. */
  readonly 'service.name'?: string | undefined
  /** Class of an error. */
  readonly 'error.type'?: string | undefined
  /** Message of an error, redacted. */
  readonly 'error.message'?: string | undefined
  /** postgresql, mysql. */
  readonly 'db.system.name'?: string | undefined
  /** Database. */
  readonly 'db.namespace'?: string | undefined
  /** Table or collection. */
  readonly 'db.collection.name'?: string | undefined
  /** SELECT, COPY. */
  readonly 'db.operation.name'?: string | undefined
  /** Statement, literals redacted. */
  readonly 'db.query.text'?: string | undefined
  /** Rows returned. */
  readonly 'db.response.returned_rows'?: number | undefined
  /** chat, execute_tool, invoke_agent. */
  readonly 'gen_ai.operation.name'?: string | undefined
  /** anthropic, aws.bedrock, openai. */
  readonly 'gen_ai.provider.name'?: string | undefined
  /** Agent id as its runtime reports it. */
  readonly 'gen_ai.agent.id'?: string | undefined
  /** Agent name as its runtime reports it. */
  readonly 'gen_ai.agent.name'?: string | undefined
  /** Conversation. */
  readonly 'gen_ai.conversation.id'?: string | undefined
  /** Model asked for. */
  readonly 'gen_ai.request.model'?: string | undefined
  /** Model that answered. */
  readonly 'gen_ai.response.model'?: string | undefined
  /** Tokens in. */
  readonly 'gen_ai.usage.input_tokens'?: number | undefined
  /** Tokens out. */
  readonly 'gen_ai.usage.output_tokens'?: number | undefined
  /** Tool. */
  readonly 'gen_ai.tool.name'?: string | undefined
  /** function, extension, datastore; builtin, mcp or skill here. */
  readonly 'gen_ai.tool.type'?: string | undefined
  /** Description as declared. */
  readonly 'gen_ai.tool.description'?: string | undefined
  /** Call id. */
  readonly 'gen_ai.tool.call.id'?: string | undefined
  /** Result excerpt, off by default. */
  readonly 'gen_ai.tool.call.result'?: string | undefined
  /** sha256 of the result. */
  readonly 'gen_ai.tool.call.result.digest'?: string | undefined
  /** Bytes of the result. */
  readonly 'gen_ai.tool.call.result.size'?: number | undefined
  /** sha256 of the arguments. */
  readonly 'gen_ai.tool.call.arguments.digest'?: string | undefined
  /** sha256 of the description. */
  readonly 'gen_ai.tool.description.digest'?: string | undefined
  /** sha256 of the canonical input schema. */
  readonly 'gen_ai.tool.schema.digest'?: string | undefined
  /** Hints the tool declares of itself: readOnlyHint=true. */
  readonly 'gen_ai.tool.annotations'?: readonly string[] | undefined
  /** Method. */
  readonly 'mcp.method.name'?: string | undefined
  /** Transport session (protocol before 2026-07-28). */
  readonly 'mcp.session.id'?: string | undefined
  /** Protocol version. */
  readonly 'mcp.protocol.version'?: string | undefined
  /** Resource. */
  readonly 'mcp.resource.uri'?: string | undefined
  /** Server as its configuration names it. */
  readonly 'mcp.server.name'?: string | undefined
  /** Version the server reports. */
  readonly 'mcp.server.version'?: string | undefined
  /** Hash of the normalised launch command or URL. */
  readonly 'mcp.server.id'?: string | undefined
  /** user, project, plugin, managed: where its configuration lies. */
  readonly 'mcp.server.scope'?: string | undefined
  /** Launch command. */
  readonly 'mcp.server.command'?: string | undefined
  /** Derived: in the sanctioned registry. */
  readonly 'mcp.server.known'?: boolean | undefined
  /** sha256 of the canonical list. */
  readonly 'mcp.list.digest'?: string | undefined
  /** What differs from the first list of the run, as `name: member`, `name: added` or `name: removed`. */
  readonly 'mcp.list.changes'?: readonly string[] | undefined
  /** Entries in the list. */
  readonly 'mcp.list.count'?: number | undefined
  /** 0 before any call, then counting. */
  readonly 'mcp.list.round'?: number | undefined
  /** JSON-RPC id. */
  readonly 'jsonrpc.request.id'?: string | undefined
  /** Repository. */
  readonly 'vcs.repository.url.full'?: string | undefined
  /** Branch. */
  readonly 'vcs.ref.head.name'?: string | undefined
}
