import type { McpLaunch } from '@clawback/model'

/** A package that a launch command fetches and runs. */
export interface RunnerPackage {
  readonly ecosystem: 'npm' | 'pypi' | 'docker'
  readonly name: string
  /** Version, range or tag as written. */
  readonly version?: string
  /** What follows the package: arguments of the server itself. */
  readonly args: readonly string[]
}

/** Flags of the runners that take a value. */
const valued: ReadonlySet<string> = new Set([
  '-p',
  '--package',
  '--from',
  '--with',
  '--python',
  '--registry',
  '--index-url',
  '-c',
  '--call',
  '-e',
  '--env',
  '-v',
  '--volume',
  '--mount',
  '--name',
  '--network',
  '-u',
  '--user',
  '--env-file',
  '--add-host',
  '--entrypoint',
  '-w',
])

/** The package that `npx pkg`, `uvx pkg`, `docker run image` and the like start; undefined for anything else. */
export function runnerPackage(launch: McpLaunch): RunnerPackage | undefined {
  if (launch.type !== 'stdio') return undefined
  const words = unwrap([launch.command, ...launch.args])
  const program = (words[0]?.split(/[/\\]/).at(-1) ?? '').replace(/\.(exe|cmd)$/i, '')
  const rest = words.slice(1)
  if (['npx', 'bunx', 'pnpx'].includes(program)) return npm(rest)
  if (['pnpm', 'yarn'].includes(program) && rest[0] === 'dlx') return npm(rest.slice(1))
  if (program === 'npm' && (rest[0] === 'exec' || rest[0] === 'x')) return npm(rest.slice(1))
  if (program === 'bun' && rest[0] === 'x') return npm(rest.slice(1))
  if (program === 'uvx') return pypi(rest)
  if (program === 'uv' && rest[0] === 'tool' && rest[1] === 'run') return pypi(rest.slice(2))
  if (program === 'pipx' && rest[0] === 'run') return pypi(rest.slice(1))
  if (['docker', 'podman'].includes(program) && rest[0] === 'run') return docker(rest.slice(1))
  return undefined
}

function unwrap(words: readonly string[]): readonly string[] {
  return /(^|[/\\])cmd(\.exe)?$/i.test(words[0] ?? '') && /^\/c$/i.test(words[1] ?? '')
    ? words.slice(2)
    : words
}

/** Options before the first word that is none, and the words from there. */
function parse(words: readonly string[]): {
  readonly options: ReadonlyMap<string, string>
  readonly rest: readonly string[]
} {
  const options = new Map<string, string>()
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) break
    if (word === '--') {
      at++
      break
    }
    const equals = word.indexOf('=')
    if (equals > 0) options.set(word.slice(0, equals), word.slice(equals + 1))
    else if (valued.has(word)) options.set(word, words[++at] ?? '')
    else options.set(word, '')
  }
  return { options, rest: words.slice(at) }
}

function npm(words: readonly string[]): RunnerPackage | undefined {
  const { options, rest } = parse(words)
  const spec = options.get('-p') ?? options.get('--package') ?? rest[0]
  const found = /^((?:@[^/@]+\/)?[^/@]+)(?:@(.+))?$/.exec(spec ?? '')
  if (found?.[1] === undefined) return undefined
  return { ecosystem: 'npm', name: found[1], ...version(found[2]), args: rest.slice(1) }
}

function pypi(words: readonly string[]): RunnerPackage | undefined {
  const { options, rest } = parse(words)
  const spec = options.get('--from') ?? rest[0]
  const found = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(?:(?:@|==)(.+)|([<>~!].+))?$/.exec(spec ?? '')
  if (found?.[1] === undefined) return undefined
  return { ecosystem: 'pypi', name: found[1], ...version(found[2] ?? found[3]), args: rest.slice(1) }
}

function docker(words: readonly string[]): RunnerPackage | undefined {
  const { rest } = parse(words)
  const found = /^([^@]+?)(?:[:@]([^/]+))?$/.exec(rest[0] ?? '')
  if (found?.[1] === undefined) return undefined
  return { ecosystem: 'docker', name: found[1], ...version(found[2]), args: rest.slice(1) }
}

function version(text: string | undefined): { readonly version?: string } {
  return text === undefined ? {} : { version: text }
}
