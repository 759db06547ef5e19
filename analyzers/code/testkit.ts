import type { Fact, OpenArtifact, Probe, TaintProbe } from '@clawback/model'

import { createReadContext } from '../context.js'
import type { Grammar, Language } from '../syntax/grammar.js'
import { openWasmGrammar } from '../syntax/wasm.js'
import { readCode } from './read.js'

/** Test kit of this room: reads snippets and shows what was seen in one line each. */

let grammar: Promise<Grammar> | undefined

export const spec: TaintProbe = {
  kind: 'taint',
  id: 'spec',
  pack: 'test',
  tags: ['t1'],
  language: '*',
  sources: [
    { pattern: 'open(*secret*)', tag: 'file' },
    { pattern: 'fs.readFileSync(*secret*)', tag: 'file' },
    { pattern: 'cat(*secret*)', tag: 'file' },
    { pattern: '<(*secret*)', tag: 'file' },
    { pattern: 'os.environ*', tag: 'env' },
    { pattern: 'process.env*', tag: 'env' },
    { pattern: 'env.TOKEN', tag: 'env' },
    { pattern: 'fetch', tag: 'remote' },
    { pattern: 'curl', tag: 'remote' },
  ],
  sinks: [
    { pattern: 'requests.post', tag: 'net' },
    { pattern: 'axios.post', tag: 'net' },
    { pattern: 'curl', tag: 'net' },
    { pattern: '*.sendall', tag: 'net' },
    { pattern: 'eval', tag: 'exec' },
    { pattern: 'exec', tag: 'exec' },
    { pattern: 'sh', tag: 'exec' },
    { pattern: 'bash', tag: 'exec' },
  ],
  sanitizers: ['hashlib.*', 'len', 'wc'],
}

export const artifact: OpenArtifact = {
  artifact: {
    id: 'sha256:00',
    kind: 'skill',
    name: 'a',
    origin: { type: 'folder', locator: '.' },
    files: [],
    links: [],
    servers: [],
    gaps: [],
  },
  root: '/nowhere',
}

/** Facts of files given as path -> text; the language by extension. JSON is data. */
export async function factsOf(
  files: Readonly<Record<string, string>>,
  probes: readonly Probe[] = [spec],
): Promise<Fact[]> {
  grammar ??= openWasmGrammar()
  const clock = { now: () => 0, monotonic: () => 0 }
  const context = createReadContext(artifact, { engine: 'code', version: '1', clock })
  const isData = ([path]: readonly [string, string]): boolean => path.endsWith('.json')
  const data = new Map(Object.entries(files).filter(isData))
  const sources = Object.entries(files)
    .filter((file) => !isData(file))
    .map(([path, text]) => ({
      path,
      text,
      language: languages[path.split('.').at(-1) ?? ''] ?? 'python',
    }))
  return await readCode(sources, { grammar: await grammar, probes, context, data })
}

const languages: Readonly<Record<string, Language>> = {
  py: 'python',
  js: 'javascript',
  ts: 'typescript',
  tsx: 'tsx',
  sh: 'bash',
  ps1: 'powershell',
  rb: 'ruby',
  go: 'go',
  php: 'php',
  pl: 'perl',
  lua: 'lua',
}

/** `line name(arguments)` of each call. */
export function calls(facts: readonly Fact[]): string[] {
  return facts
    .filter((fact) => fact.kind === 'code.call')
    .map(
      (fact) =>
        `${String(fact['code.line.number'])} ${String(fact['code.call.name'])}(${(fact['code.call.arguments'] ?? []).join(', ')})`,
    )
}

/** `source -> sink via steps` of each flow. */
export function flows(facts: readonly Fact[]): string[] {
  return facts
    .filter((fact) => fact.kind === 'code.flow')
    .map(
      (fact) =>
        `${String(fact['code.flow.source'])} -> ${String(fact['code.flow.sink'])} via ${(fact['code.flow.steps'] ?? []).join(' ')}`,
    )
}

/** Values of one field, where it is set. */
export function values(facts: readonly Fact[], field: keyof Fact): unknown[] {
  return facts.map((fact) => fact[field]).filter((value) => value !== undefined)
}
