import type { CallInput, Embedded, Semantics, Value } from '../nouns.js'
import { shellText } from '../fold/shell.js'
import { asText, pathValue, unknown } from '../values.js'
import { scriptFolds, scriptMethods } from './folds.js'
import { modulePathFrom } from '../module-path.js'

const globals: ReadonlySet<string> = new Set(
  `Array Buffer Bun Deno Function Headers JSON Math Number Object Promise Proxy Reflect Request Response String Symbol
  URL WebAssembly WebSocket Worker XMLHttpRequest EventSource FormData Blob File Image alert atob btoa clearTimeout
  confirm console crypto decodeURI decodeURIComponent document encodeURIComponent escape eval exports fetch
  global globalThis history import indexedDB localStorage location module navigator parseInt performance process
  prompt queueMicrotask require self sessionStorage setImmediate setInterval setTimeout structuredClone unescape
  window __dirname __filename`.split(/\s+/),
)

const aliases: readonly (readonly [string, string])[] = [
  ['globalThis.', ''],
  ['global.', ''],
  ['window.', ''],
  ['self.', ''],
  ['fs/promises', 'fs.promises'],
  ['fs.default', 'fs'],
  ['node-fetch.default', 'fetch'],
  ['execa.execa', 'execa'],
  ['import.meta', 'import.meta'],
]

const computes: ReadonlySet<string> = new Set(
  `Array Array.from Array.isArray Boolean Date Date.now Error Math.abs Math.ceil Math.floor Math.max Math.min Math.random
  Math.round Map Number Number.isInteger Number.isNaN Object.assign Object.entries Object.freeze Object.fromEntries
  Object.keys Object.values Promise Promise.all Promise.resolve RangeError RegExp Set String Symbol TypeError URLSearchParams
  WeakMap isNaN parseFloat parseInt structuredClone JSON.parse JSON.stringify`.split(/\s+/),
)

const shells: ReadonlySet<string> = new Set([
  'child_process.exec',
  'child_process.execSync',
  'execa.execaCommand',
  'shelljs.exec',
  'util.promisify',
])
const programs: ReadonlySet<string> = new Set([
  'child_process.spawn',
  'child_process.spawnSync',
  'child_process.execFile',
  'child_process.execFileSync',
  'execa',
  'cross-spawn',
  'Bun.spawn',
])
const evaluators: ReadonlySet<string> = new Set([
  'eval',
  'Function',
  'setTimeout',
  'setInterval',
  'vm.runInThisContext',
  'vm.runInNewContext',
  'vm.runInContext',
  'vm.Script',
])

export const scriptSemantics: Semantics = {
  family: 'javascript',
  counts: new Set(['length', 'size', 'byteLength']),
  names: new Set(['Object.keys', 'Object.getOwnPropertyNames', 'Reflect.ownKeys']),
  prints: false,
  importers: new Set([
    'require',
    'import',
    'module.require',
    'require.main.require',
    'process.mainModule.require',
    'createRequire',
    'module.createRequire',
  ]),
  folds: scriptFolds,
  methods: scriptMethods,
  unbound(name) {
    if (name === 'undefined' || name === 'this') return unknown
    return pathValue(name, globals.has(name))
  },
  canonical(path) {
    let known = path.replaceAll('.prototype.', '.')
    for (const [from, to] of aliases) if (known.startsWith(from)) known = to + known.slice(from.length)
    return known
  },
  modulePath(module) {
    const plain = module.startsWith('node:') ? module.slice(5) : module
    return plain === 'fs/promises' ? 'fs.promises' : plain ? plain : plain
  },
  moduleFiles(module, from) {
    if (!module.startsWith('.')) return []
    const path = modulePathFrom(from.split('/').slice(0, -1), module)
    if (path === undefined) return []
    const stem = path.replace(/\.[mc]?[jt]sx?$/, '')
    return [
      path,
      ...extensions.map((extension) => stem + extension),
      ...extensions.map((extension) => `${path}/index${extension}`),
    ]
  },
  embedded,
  computes,
  texts: new Map([
    ['process.env.HOME', '~'],
    ['process.env.USERPROFILE', '~'],
  ]),
}

const extensions = ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.mts', '.cts', '.json']

function embedded(name: string, { args }: CallInput): Embedded | undefined {
  const [first, second] = args
  if (first === undefined) return undefined
  if (evaluators.has(name)) return code(name === 'Function' ? args.at(-1) : first)
  if (shells.has(name)) return command(asText(first))
  if (!programs.has(name)) return undefined
  return command(shellText([first, ...(second?.items ?? [])]))
}

function code(value: Value | undefined): Embedded | undefined {
  const text = value === undefined ? undefined : asText(value)
  return text === undefined || text.length < 8 ? undefined : { language: 'javascript', text }
}

function command(text: string | undefined): Embedded | undefined {
  return text === undefined ? undefined : { language: 'bash', text }
}
