import { languageOfName } from '../../syntax/languages.js'
import type { CallInput, Embedded, Semantics, Value } from '../nouns.js'
import { shellText } from '../fold/shell.js'
import { argvName } from '../interpret/machine.js'
import { asText, pathValue, textValue, hole } from '../values.js'
import { pythonFolds, pythonMethods } from './folds.js'

const builtins: ReadonlySet<string> = new Set(
  `abs all any ascii bin bool breakpoint bytearray bytes callable chr compile complex delattr dict dir divmod enumerate
  eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter
  len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set
  setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __builtins__ __loader__ exit quit
  __file__ Exception ValueError RuntimeError OSError KeyError TypeError`.split(/\s+/),
)

/** Several names of one thing: prefix -> canonical prefix. */
const aliases: readonly (readonly [string, string])[] = [
  ['builtins.', ''],
  ['__builtins__.', ''],
  ['__builtin__.', ''],
  ['posix.', 'os.'],
  ['nt.', 'os.'],
  ['os.environb', 'os.environ'],
  ['posixpath.', 'os.path.'],
  ['urllib2.', 'urllib.request.'],
  ['io.open', 'open'],
  ['pathlib.PosixPath', 'pathlib.Path'],
  ['importlib.__import__', '__import__'],
]

const computes: ReadonlySet<string> = new Set(
  `abs all any bool bytearray bytes callable complex dict divmod enumerate filter float format frozenset hash hex id int
  isinstance issubclass iter len list max memoryview min next object oct pow property range repr reversed round set slice
  sorted staticmethod str sum super tuple type zip Exception ValueError RuntimeError OSError KeyError TypeError
  str.startswith str.lower str.join argparse.ArgumentParser argparse.ArgumentParser.add_argument
  argparse.ArgumentParser.parse_args json.dumps json.loads datetime.datetime.now`.split(/\s+/),
)

/** Runs its first argument in a shell. */
const shells: ReadonlySet<string> = new Set([
  'os.system',
  'os.popen',
  'subprocess.getoutput',
  'subprocess.getstatusoutput',
  'commands.getoutput',
  'asyncio.create_subprocess_shell',
  'pty.spawn',
])
/** Runs its first argument as a program; a list is a command line, a text with `shell=True` is one too. */
const programs: ReadonlySet<string> = new Set([
  'subprocess.run',
  'subprocess.call',
  'subprocess.check_call',
  'subprocess.check_output',
  'subprocess.Popen',
  'asyncio.create_subprocess_exec',
  'os.execvp',
  'os.execv',
  'os.spawnvp',
])
const evaluators: ReadonlySet<string> = new Set([
  'exec',
  'eval',
  'compile',
  'code.InteractiveInterpreter.runsource',
])

export const pythonSemantics: Semantics = {
  family: 'python',
  prints: false,
  importers: new Set(['__import__', 'importlib.import_module', 'import_module']),
  folds: pythonFolds,
  methods: pythonMethods,
  unbound(name) {
    if (name === '__name__') return textValue('__main__')
    if (name === '__file__') return textValue(`${hole}/${hole}`, false)
    return pathValue(name, builtins.has(name))
  },
  canonical(path) {
    const known = path.replace(/\.__dict__\.|\.__getattribute__\./g, '.')
    for (const [from, to] of aliases) if (known.startsWith(from)) return to + known.slice(from.length)
    return known
  },
  modulePath: (module) => module.replace(/^\.+/, ''),
  moduleFiles(module, from) {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0
    const folder = from.split('/').slice(0, -1)
    const rest = module.slice(dots).split('.').filter(Boolean)
    const bases = dots > 0 ? [folder.slice(0, folder.length - dots + 1)] : prefixes(folder)
    return bases.flatMap((base) => {
      const path = [...base, ...rest].join('/')
      return [`${path}.py`, path === '' ? '__init__.py' : `${path}/__init__.py`]
    })
  },
  embedded,
  computes,
  texts: new Map([['os.environ.HOME', '~']]),
}

/** The folder itself and all above it, nearest first. */
function prefixes(folder: readonly string[]): string[][] {
  return folder.map((_, i) => folder.slice(0, folder.length - i)).concat([[]])
}

function embedded(name: string, { args, named }: CallInput): Embedded | undefined {
  const first = args[0] ?? named.get('args') ?? named.get('source')
  if (first === undefined) return undefined
  if (evaluators.has(name)) return code(first)
  if (shells.has(name)) return commandLine(first)
  if (installers.has(name)) return commandLine({ items: [textValue('pip'), ...(first.items ?? [])] })
  if (name === 'runpy.run_module') return asModule(first, named.get(argvName))
  if (!programs.has(name)) return undefined
  return commandLine(
    name.endsWith('_exec') ? { items: args } : name.startsWith('os.') ? (args[1] ?? first) : first,
  )
}

/** Entries of pip, given what would stand behind it on a command line. */
const installers: ReadonlySet<string> = new Set([
  ...['pip.main', 'pip._internal.main', 'pip._internal.main.main', 'pip._internal.cli.main.main'],
])

/** `python -m module` from inside, with what was put into `sys.argv`. */
function asModule(module: Value, argv: Value | undefined): Embedded | undefined {
  return commandLine({ items: [module, ...(argv?.items?.slice(1) ?? [])] })
}

function code(value: Value): Embedded | undefined {
  const text = asText(value)
  return text === undefined || text.length < 8
    ? undefined
    : { language: languageOfName('python') ?? 'python', text }
}

function commandLine(value: Value): Embedded | undefined {
  const text = asText(value) ?? shellText(value.items)
  return text === undefined ? undefined : { language: 'bash', text }
}
