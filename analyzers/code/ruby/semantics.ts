import type { CallInput, Embedded, Semantics, Value } from '../nouns.js'
import { shellText } from '../fold/shell.js'
import { asText, hole, pathValue, textValue, unknown } from '../values.js'
import { rubyFolds } from './folds.js'
import { rubyMethods } from './methods.js'
import { blockName } from './patterns.js'
import { modulePathFrom } from '../module-path.js'

/** Several names of one thing: prefix -> canonical prefix. */
const aliases: readonly (readonly [string, string])[] = [
  ['Kernel.', ''],
  ['Object.', ''],
  ['File.new', 'File.open'],
  ['File.popen', 'IO.popen'],
  ['IO.read', 'File.read'],
  ['IO.binread', 'File.binread'],
  ['IO.write', 'File.write'],
  ['IO.binwrite', 'File.binwrite'],
  ['IO.foreach', 'File.foreach'],
  ['Process.spawn', 'spawn'],
  ['Process.exec', 'exec'],
  ['TCPSocket.open', 'TCPSocket.new'],
  ['UDPSocket.open', 'UDPSocket.new'],
  ['Net::HTTP.start.', 'Net::HTTP.'],
  ['Net::HTTP::Persistent.', 'Net::HTTP.'],
  ['binding.eval', 'eval'],
  ['TOPLEVEL_BINDING.eval', 'eval'],
]

/** Methods that are there without an object (Ruby, Kernel and Module). */
const ofKernel: ReadonlySet<string> = new Set(
  `abort at_exit autoload binding block_given? caller catch define_method eval exec exit exit! fork format gets lambda load loop
  open p pp print printf proc putc puts raise fail rand readline readlines require require_relative select sleep spawn sprintf
  srand syscall system test throw trap warn instance_eval class_eval module_eval const_get`.split(/\s+/),
)

const computes: ReadonlySet<string> = new Set(
  `Array Float Integer Rational String Hash File.join File.basename File.dirname File.extname File.expand_path URI URI.host
  URI.hostname URI.path URI.port URI.scheme URI.query URI.request_uri URI.to_s JSON.parse Time.now Time.at Date.today Date.parse
  DateTime.now Process.clock_gettime Process.pid Dir.home Pathname Pathname.join Pathname.to_s Pathname.expand_path Set.new
  Hash.new Array.new String.new Struct.new Mutex.new Random.rand SecureRandom.hex SecureRandom.uuid block_given? format sprintf
  private public protected module_function private_constant private_class_method include extend prepend rand raise fail
  freeze lambda proc catch throw require_relative caller binding exit sleep OptionParser.new OptionParser.on Regexp.new
  Regexp.escape Regexp.union Math.sqrt StringIO.new Logger.new`.split(/\s+/),
)

/** Runs its arguments as a line for a shell, or as a program and what it is given. */
const starters =
  /^(?:`|sh|system|spawn|exec|syscall|IO\.popen|PTY\.spawn|PTY\.getpty|Open3\.(?:capture2e?|capture3|popen2e?|popen3|pipeline\w*))$/
const evaluators: ReadonlySet<string> = new Set(['eval', 'instance_eval', 'class_eval', 'module_eval'])
/** A name that begins with a pipe is a command to these. */
const openers: ReadonlySet<string> = new Set(['open', 'File.read', 'File.readlines', 'URI.open'])

export const rubySemantics: Semantics = {
  family: 'ruby',
  prints: false,
  names: new Set(['ENV.keys']),
  importers: new Set(['require', 'require_relative', 'load']),
  folds: rubyFolds,
  methods: rubyMethods,
  objects: {
    maker: 'new',
    self: 'self',
    senders: new Set(['send', '__send__', 'public_send']),
    block: blockName,
  },
  unbound(name) {
    if (name === '__FILE__' || name === '$0') return textValue(`${hole}/${hole}`, false)
    if (name === '__dir__') return textValue(hole, false)
    if (name === 'self' || name === blockName || name === '<item>') return unknown
    return pathValue(name, /^[A-Z`]/.test(name) || ofKernel.has(name))
  },
  canonical(path) {
    let known = path.replace(/\b(?!ENV\b)([A-Z]\w*)\.(?=[A-Z])/g, '$1::')
    for (const [from, to] of aliases) if (known.startsWith(from)) known = to + known.slice(from.length)
    known = known.replace(/\.(?:new|class|itself)\./g, '.')
    const evaluator = known.slice(known.lastIndexOf('.') + 1)
    return evaluator.endsWith('_eval') && evaluators.has(evaluator) ? evaluator : known
  },
  modulePath: (module) => module,
  moduleFiles(module, from) {
    const folder = from.split('/').slice(0, -1)
    const bases = module.startsWith('.')
      ? [folder]
      : [folder, [...folder, 'lib'], [...folder.slice(0, -1), 'lib'], [], ['lib']]
    return bases.flatMap((base) => {
      const path = modulePathFrom(base, module)
      return path === undefined || path === '' ? [] : [/\.rb$/.test(path) ? path : `${path}.rb`]
    })
  },
  embedded,
  computes,
  texts: new Map([
    ['ENV.HOME', '~'],
    ['ENV.USERPROFILE', '~'],
  ]),
}

function embedded(name: string, { args }: CallInput): Embedded | undefined {
  // Variables for what is started may come first.
  const [first, ...rest] = args[0]?.shape === undefined ? args : args.slice(1)
  if (first === undefined) return undefined
  const text = asText(first)
  if (evaluators.has(name))
    return text === undefined || text.length < 8 ? undefined : { language: 'ruby', text }
  if (openers.has(name) && text?.startsWith('|') === true) return { language: 'bash', text: text.slice(1) }
  return starters.test(name) ? commandLine(first, rest) : undefined
}

function commandLine(first: Value, rest: readonly Value[]): Embedded | undefined {
  const words = first.items ?? (rest.some((one) => one.shape === undefined) ? [first, ...rest] : undefined)
  const text = words === undefined ? asText(first) : shellText(words)
  return text === undefined ? undefined : { language: 'bash', text }
}
