import type { CodeSource } from '../code/read.js'
import { parseData } from '../manifests/parse.js'
import type { Format } from '../manifests/parse.js'
import type { Language } from '../syntax/grammar.js'
import type { Command } from './command.js'
import { mostCommands } from './command.js'
import { dockerCommands } from './dockerfile.js'
import { fragments } from './fragments.js'
import { makeCommands } from './makefile.js'
import { notebookCode } from './notebook.js'
import { cronCommands, settingCommands } from './settings.js'
import { structuredCommands } from './structured.js'

/** UTF-16 units of a file in which commands are looked for. */
const most = 1_000_000

/** Code that was found, and what was not looked at. */
export interface CommandReading {
  readonly sources: readonly CodeSource[]
  readonly left?: {
    readonly reason: 'too-large' | 'too-many'
    readonly detail: string
    readonly material: boolean
  }
}

const nothing: CommandReading = { sources: [] }

/** Files that other programs take commands from, by what they are called. First that fits. */
const readers: readonly (readonly [RegExp, (text: string) => Iterable<Command>])[] = [
  [/(?:^|[/.])(?:GNU)?makefile(?:\.\w+)?$|\.mk$|\.mak$|(?:^|\/)\.?justfile$|\.just$/i, makeCommands],
  [/(?:^|[/.])(?:Dockerfile|Containerfile)(?:[.-]\w+)*$|\.dockerfile$/i, dockerCommands],
  [/(?:^|\/)(?:\w*[.-])?(?:cron(?:tab|d|jobs?)?)(?:\.(?:d|txt|tab|conf))?(?:\/[\w.-]+)?$/i, cronCommands],
  [
    /\.(?:service|timer|path|desktop|conf|cfg|ini|properties|monitrc|plist|inf|gitconfig)$|(?:^|\/)(?:Procfile|\.?gitconfig|\.?git\/config|ssh_config|\.ssh\/config|\.tmux\.conf|tox\.ini)$/i,
    both(settingCommands),
  ],
]

/** Languages that are not read, and files of tools in languages of their own: only what in them reads like a command. */
const others =
  /\.(?:gradle|groovy|nix|bzl|bazel|build|cmake|tf|hcl|gypi?|reg|iss|nsi|exp|vim|jenkinsfile|tcl|awk|el|lisp|clj|hs|ml|sql|hta|vbs|wsf|bat|cmd|applescript|scpt|rs|java|kts?|scala|cs|fs|swift|cc?|cpp|cxx|hh?|hpp|mm?|r|jl|exs?|erl|dart|nim|zig|fish|coffee|svelte|vue|pl|pm|lua)$|(?:^|\/)(?:Jenkinsfile|Vagrantfile|CMakeLists\.txt|meson\.build|BUILD|WORKSPACE|\.vimrc|Caddyfile)$/i

const formats: Readonly<Record<string, Format>> = {
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  ipynb: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
}

/** Without such a word there is no command in a structured file, and it need not be parsed. */
const worth =
  /\b(?:curl|wget|bash|sh|zsh|python3?|node|npx|bunx?|deno|uvx?|powershell|pwsh|iex|nc|ncat|socat|ssh|scp|rsync|eval|source|chmod|base64|perl|ruby|php|osascript|crontab|systemctl|docker|kubectl|git|npm|pip3?|rm|openssl|aws|gh|tar|useradd|cat|echo|printenv|dig|nslookup)\b/

/**
 * Code that stands in files of other kinds: what Make, Docker, cron, units, tasks, pipelines, hooks and notebooks have run,
 * and what reads like a command line in a language that is not read. Each command is code of its own: what one of them
 * spoils does not hide the next.
 */
export async function commandsIn(path: string, text: string): Promise<CommandReading> {
  const format = formats[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '']
  const known = format === undefined ? readers.find(([name]) => name.test(path))?.[1] : undefined
  const isOther = others.test(path)
  if (known === undefined && !isOther && (format === undefined || !worth.test(text))) return nothing
  if (text.length > most)
    return {
      sources: [],
      left: { reason: 'too-large', detail: 'Commands were not looked for.', material: known !== undefined },
    }
  if (known !== undefined) return sourcesOf(path, known(text))
  return format === undefined ? sourcesOf(path, fragments(text)) : await structured(path, text, format)
}

async function structured(path: string, text: string, format: Format): Promise<CommandReading> {
  const { data } = await parseData(Buffer.from(text), format)
  // What cannot be parsed is read by something that is less strict, or by nobody.
  if (data === undefined) return sourcesOf(path, fragments(text))
  if (/\.ipynb$/i.test(path)) return sourcesOf(path, notebookCode(data))
  return sourcesOf(path, belowTheirKeys(structuredCommands(data), text))
}

/** A block of YAML begins on the line after the sign for it (YAML 1.2.2, 8.1). */
function* belowTheirKeys(commands: Iterable<Command>, text: string): Generator<Command> {
  const rows = text.split('\n')
  for (const { text: command, line } of commands)
    yield { text: command, line: /[|>][-+\d]{0,3}[ \t]*$/.test(rows[line - 1] ?? '') ? line + 1 : line }
}

function sourcesOf(
  path: string,
  found: Iterable<Command & { readonly language?: Language }>,
): CommandReading {
  const sources: CodeSource[] = []
  for (const { text, line, language = 'bash' } of found) {
    if (text.trim() === '') continue
    if (sources.length >= mostCommands)
      return {
        sources,
        left: {
          reason: 'too-many',
          detail: `Commands after line ${line - 1} were left out.`,
          material: true,
        },
      }
    const inner = language === 'bash' ? powershellIn(text) : undefined
    const code = inner === undefined ? { language, text } : { language: 'powershell' as const, text: inner }
    sources.push({ path, ...code, lineOffset: line - 1 })
  }
  return { sources }
}

/** What `powershell -c …` is handed, which is no shell's line but its own language to the end. */
function powershellIn(text: string): string | undefined {
  const given =
    /^\S*(?:powershell|pwsh)(?:\.exe)?\s+(?:-\w+\s+(?:\w+\s+)?){0,8}?-c(?:ommand)?\s+(.+)$/is.exec(text)?.[1]
  return given?.replace(/^(["'])([^]*)\1$/, '$2')
}

/** By the keys of settings, and what else reads like a command. */
function both(read: (text: string) => Iterable<Command>) {
  return function* (text: string): Generator<Command> {
    const lines = new Set<number>()
    for (const one of read(text)) {
      lines.add(one.line)
      yield one
    }
    for (const one of fragments(text)) if (!lines.has(one.line)) yield one
  }
}
