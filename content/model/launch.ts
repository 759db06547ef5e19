import type { McpLaunch } from './artifact.js'
import { canonicalJson } from './canonical.js'
import { sha256 } from './hash.js'

/** How a server is started, without what differs between people and machines. */
export type NormalLaunch =
  | { readonly type: 'stdio'; readonly command: string; readonly args: readonly string[] }
  | { readonly type: 'http'; readonly url: string }

/**
 * `mcp.server.id`: the first 32 hex digits of a digest over the normalised launch, so that one server is the same in
 * every client, on every machine and for every person. Environment and headers do not enter it. Redact arguments
 * before: an id over a secret would differ from person to person.
 */
export function serverId(launch: McpLaunch): string {
  return sha256(canonicalJson(normalLaunch(launch))).slice(0, 32)
}

/** Runners are the same wherever they are installed; other programs are told apart by their path. */
const runners: ReadonlySet<string> = new Set(
  'npx npm pnpm yarn bunx bun node deno uvx uv pipx python python3 docker podman sh bash zsh'.split(' '),
)
const silentFlags: ReadonlySet<string> = new Set(['-y', '--yes', '-q', '--quiet', '--silent'])

/**
 * Takes off the shell that Windows needs (`cmd /c`), folders and endings of known runners, the home folder, and flags
 * that only silence a runner; of an address its credentials, query and fragment.
 */
export function normalLaunch(launch: McpLaunch): NormalLaunch {
  if (launch.type === 'http') return { type: 'http', url: normalUrl(launch.url) }
  const [first = '', ...others] = unwrapped([launch.command.trim(), ...launch.args])
  const name = (first.split(/[/\\]/).at(-1) ?? first).replace(/\.(exe|cmd|bat|ps1)$/i, '')
  const isRunner = runners.has(name.toLowerCase())
  const command = isRunner ? name.toLowerCase() : withoutHome(first)
  const args = isRunner ? dropSilent(others) : others
  return { type: 'stdio', command, args: args.map(withoutHome) }
}

function unwrapped(words: readonly string[]): readonly string[] {
  return /(^|[/\\])cmd(\.exe)?$/i.test(words[0] ?? '') && /^\/[cC]$/.test(words[1] ?? '')
    ? words.slice(2)
    : words
}

/** Flags before the first word that is none; what follows belongs to the program that is run. */
function dropSilent(args: readonly string[]): readonly string[] {
  const end = args.findIndex((arg) => !arg.startsWith('-'))
  return args.filter((arg, at) => (end >= 0 && at > end) || !silentFlags.has(arg))
}

function withoutHome(text: string): string {
  return text.replace(
    /^(?:file:\/\/)?(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/]+)(?=[\\/]|$)/,
    '~',
  )
}

function normalUrl(text: string): string {
  if (!URL.canParse(text)) return text.trim()
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
}
