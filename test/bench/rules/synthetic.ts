/** Made-up rules and agent events of about 1 KB for the benches, in fixed random order. */
import type { RuleFile } from 'sigma-to-ts'
import { random, word } from './random.js'

/** Rules, a thousand a file: a third asks for two things, all have alternatives and a filter. */
export function rulesOf(count: number, seed: number): RuleFile[] {
  const next = random(seed)
  const nouns = ['file', 'process', 'net', 'tool', 'http']
  const fields = ['file.path', 'process.command_line', 'server.address', 'gen_ai.tool.name', 'url.full']
  const rules = Array.from({ length: count }, (_, i) => {
    const kind = Math.floor(next() * nouns.length)
    const field = fields[kind] ?? ''
    return [
      `title: R${i}\nid: r${i}\nlevel: high\nlogsource: {product: agent, category: ${nouns[kind] ?? ''}}\ndetection:`,
      `    sel: {'${field}|contains': ['${word(next, 9)}', '/${word(next, 5)}/', '${word(next, 7)}.sh']}`,
      `    also: {'agent.name|endswith': '${word(next, 4)}'}`,
      `    filter: {'${field}|startswith': '/${word(next, 3)}'}`,
      `    condition: ${i % 3 === 0 ? 'sel and also' : 'sel'} and not filter\n`,
    ].join('\n')
  })
  return Array.from({ length: Math.ceil(count / 1000) }, (_, i) => ({
    path: `bench-${i}.yml`,
    text: rules.slice(1000 * i, 1000 * (i + 1)).join('---\n'),
  }))
}

export function agentEvents(count: number, seed: number): string[] {
  const next = random(seed)
  const kinds = ['file.write', 'process.exec', 'net.connect', 'tool.request', 'http.request']
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      schema: 'clawback/1',
      id: `${word(next, 8)}-${i}`,
      kind: kinds[i % kinds.length],
      stage: 'live',
      time: new Date(1.7e12 + i).toISOString(),
      seq: i,
      'source.engine': 'hooks',
      'source.version': '1.0.0',
      'source.channel': 'in-process',
      'source.trust': 1,
      'session.id': word(next, 32),
      'agent.name': `agent-${word(next, 6)}`,
      'agent.instance': word(next, 32),
      'human.id': `${word(next, 8)}@example.org`,
      'file.path': `/home/${word(next, 6)}/${word(next, 8)}/src/${word(next, 10)}.ts`,
      'process.command_line': `/usr/bin/${word(next, 5)} --${word(next, 6)} ${word(next, 40)} ${word(next, 60)}`,
      'server.address': `${word(next, 10)}.example.com`,
      'url.full': `https://${word(next, 10)}.example.com/${word(next, 30)}?q=${word(next, 20)}`,
      'gen_ai.tool.name': word(next, 8),
      'gen_ai.tool.call.arguments.text': word(next, 200),
      'process.working_directory': `/home/${word(next, 6)}`,
    }),
  )
}
