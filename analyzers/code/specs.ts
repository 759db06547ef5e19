import type { Probe, TaintProbe } from '@clawback/model'

/** A source or sink that a name, and where it asks so a constant argument, fits. */
export interface SpecHit {
  readonly spec: number
  readonly tag: string
  /** The thing itself is meant, not what is read out of it. */
  readonly itself?: boolean | undefined
}

/** Taint specifications of packs, ready to be asked. They alone say what is a source, a sink or a sanitiser. */
export interface Specs {
  readonly probes: readonly TaintProbe[]
  sources(family: string, name: string, args: readonly string[]): readonly SpecHit[]
  sinks(family: string, name: string, args: readonly string[]): readonly SpecHit[]
  /** The specification of the same pack for another language: `flow-python` for `flow-bash`. */
  twin(spec: number, family: string): number | undefined
  /** Specifications for which this call cleans what goes through it; of `itself` only marks on things themselves. */
  sanitizers(family: string, name: string): readonly SpecHit[]
}

interface Pattern extends SpecHit {
  readonly name: (name: string) => boolean
  readonly argument?: ((text: string) => boolean) | 'none' | undefined
}

const nothing: readonly SpecHit[] = []

/** The same probes read artifact after artifact, and names recur in all of them. */
const compiled = new WeakMap<readonly Probe[], Specs>()

/** The taint specifications among some probes; compiled once for the same array. */
export function specsOf(probes: readonly Probe[]): Specs {
  const known =
    compiled.get(probes) ??
    compileSpecs(probes.filter((probe): probe is TaintProbe => probe.kind === 'taint'))
  compiled.set(probes, known)
  return known
}

/**
 * Compiles taint probes. A pattern is a canonical name in which `*` stands for anything (`requests.*`, `*.send`), optionally
 * with a pattern one constant argument must fit in parentheses: `open(*.aws/credentials*)`; `env()` is the call without any. A probe for `javascript`
 * speaks for TypeScript too; one for `*` for every language. A source that begins with `=` is the thing itself as a whole and
 * not its members: `=os.environ` is all of the environment, and a variable read out of it is not. A sanitiser that begins with
 * `=` lets such a whole pass into the call without marking what comes of it.
 */
function compileSpecs(probes: readonly TaintProbe[]): Specs {
  const families = new Map<string, ReturnType<typeof tables>>()
  const of = (family: string): ReturnType<typeof tables> => {
    const known = families.get(family) ?? tables(probes, family)
    families.set(family, known)
    return known
  }
  const places = new Map(probes.map(({ pack, id }, at) => [`${pack} ${id}`, at]))
  return {
    probes,
    twin(spec, family) {
      const { pack, id, language } = probes[spec] ?? {}
      if (id === undefined || language === undefined || !id.endsWith(`-${language}`)) return undefined
      return places.get(`${pack} ${id.slice(0, -language.length)}${family}`)
    },
    sources: (family, name, args) => of(family).sources(name, args),
    sinks: (family, name, args) => of(family).sinks(name, args),
    sanitizers: (family, name) => of(family).sanitizers(name),
  }
}

function tables(
  probes: readonly TaintProbe[],
  family: string,
): {
  readonly sources: (name: string, args: readonly string[]) => readonly SpecHit[]
  readonly sinks: (name: string, args: readonly string[]) => readonly SpecHit[]
  readonly sanitizers: (name: string) => readonly SpecHit[]
} {
  const mine = probes.flatMap((probe, spec) => (speaksFor(probe.language, family) ? [{ probe, spec }] : []))
  const sanitizers = mine.flatMap(({ probe, spec }) =>
    probe.sanitizers.map((pattern) => ({ ...compilePattern(pattern), spec, tag: '' })),
  )
  const clean = asker(sanitizers)
  return {
    sources: asker(
      mine.flatMap(({ probe, spec }) =>
        probe.sources.map((one) => ({ ...compilePattern(one.pattern), spec, tag: one.tag })),
      ),
    ),
    sinks: asker(
      mine.flatMap(({ probe, spec }) =>
        probe.sinks.map((one) => ({ ...compilePattern(one.pattern), spec, tag: one.tag })),
      ),
    ),
    sanitizers: (name) => clean(name, []),
  }
}

function speaksFor(language: string, family: string): boolean {
  return language === '*' || language === family || (family === 'javascript' && language === 'typescript')
}

/** Names kept, of all artifacts and whoever chose them, and units of one. */
const most = { names: 16_384, units: 256 }

/** Remembers which patterns fit a name, since names repeat and patterns are many. */
function asker(patterns: readonly Pattern[]): (name: string, args: readonly string[]) => readonly SpecHit[] {
  const known = new Map<string, readonly Pattern[]>()
  return (name, args) => {
    let found = known.get(name)
    if (found === undefined) {
      found = patterns.filter((pattern) => pattern.name(name))
      if (known.size >= most.names) known.clear()
      if (name.length <= most.units) known.set(name, found)
    }
    if (found.length === 0) return nothing
    return found.filter(
      ({ argument }) =>
        argument === undefined || (argument === 'none' ? args.length === 0 : args.some(argument)),
    )
  }
}

function compilePattern(pattern: string): Pick<Pattern, 'name' | 'argument' | 'itself'> {
  if (pattern.startsWith('=')) return { ...compilePattern(pattern.slice(1)), itself: true }
  const open = pattern.indexOf('(')
  if (open === -1 || !pattern.endsWith(')')) return { name: compileGlob(pattern) }
  const argument = pattern.slice(open + 1, -1)
  return {
    name: compileGlob(pattern.slice(0, open)),
    argument: argument === '' ? 'none' : compileArgument(argument),
  }
}

/** A path may be asked for by a pattern of its own: `.aws/c*` takes what `*.aws/credentials*` is about. */
function compileArgument(pattern: string): (text: string) => boolean {
  const fits = compileGlob(pattern)
  const [, folder, file] = /^\*?\/?((?:[\w.-]{1,40}\/){1,6})([^/]{2,80})$/.exec(pattern) ?? []
  if (folder === undefined || file === undefined || folder.length < shortest) return fits
  return (text) => fits(text) || (text.includes('*') && takes(text, folder, file))
}

/** Units of a folder that tells what lies in it. */
const shortest = 5

/** Whether files of the folder by the pattern at the end of a path may be those by another one. Public halves of keys are none. */
function takes(text: string, folder: string, file: string): boolean {
  const at = text.lastIndexOf(`/${folder}`)
  const own = at < 0 ? '' : text.slice(at + 1 + folder.length)
  if (!own.includes('*') || own.includes('/') || own.endsWith('.pub')) return false
  const [start, end] = [own.slice(0, own.indexOf('*')), own.slice(own.lastIndexOf('*') + 1)]
  const [first = '', last = ''] = [file.split('*')[0], file.split('*').at(-1)]
  return (first.startsWith(start) || start.startsWith(first)) && (last.endsWith(end) || end.endsWith(last))
}

/** `*` stands for anything and `\*` for itself; no regular expression, so no surprise. */
export function compileGlob(pattern: string): (text: string) => boolean {
  const pieces = pattern.split(/(?<!\\)\*/).map((piece) => piece.replaceAll('\\*', '*'))
  const [first = '', second = ''] = pieces
  if (pieces.length === 1) return (text) => text === first
  if (pieces.length === 2 && first === '') return (text) => text.endsWith(second)
  if (pieces.length === 2 && second === '') return (text) => text.startsWith(first)
  if (pieces.length === 3 && first === '' && pieces[2] === '') return (text) => text.includes(second)
  return inOrder(pieces)
}

/** The pieces one after another; the first and the last of them at the ends. */
function inOrder(pieces: readonly string[]): (text: string) => boolean {
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  const inner = pieces.slice(1, -1)
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
      return false
    let at = first.length
    for (const piece of inner) {
      const found = text.indexOf(piece, at)
      if (found < 0) return false
      at = found + piece.length
    }
    return at <= text.length - last.length
  }
}
