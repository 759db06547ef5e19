/** Program that an installer of a skill's front matter stands for, and the names its package may have there. */
const kinds: ReadonlyMap<string, readonly [command: string, ...names: string[]]> = new Map([
  ['brew', ['brew install', 'formula', 'package']],
  ['apt', ['apt-get install -y', 'package']],
  ['node', ['npm install -g', 'package', 'module']],
  ['npm', ['npm install -g', 'package', 'module']],
  ['pip', ['pip install', 'package', 'module']],
  ['uv', ['uv tool install', 'package', 'module']],
  ['gem', ['gem install', 'package']],
  ['cargo', ['cargo install', 'package', 'crate']],
  ['go', ['go install', 'module', 'package']],
  ['download', ['curl -fsSLO', 'url']],
])
const word = /^[\w@./:+~^=-]{1,300}$/
const most = 8

/**
 * Commands by which an agent would install what a skill's front matter asks for (`metadata.openclaw.install` and its
 * older names; OpenClaw docs, Skills). Only metadata written as JSON on one line is read, as the format wants it.
 */
export function installCommands(markdown: string): readonly string[] {
  const head = /^---\r?\n([\s\S]{0,16000}?)\r?\n---/.exec(markdown)?.[1] ?? ''
  const json = /^metadata:\s*(\{.*\})\s*$/m.exec(head)?.[1]
  if (json === undefined) return []
  try {
    return [...new Set(find(JSON.parse(json), 0).flatMap(commandOf))].slice(0, most)
  } catch {
    return []
  }
}

/** Every member of a list named `install`. */
function find(value: unknown, depth: number): readonly unknown[] {
  if (typeof value !== 'object' || value === null || depth > 4) return []
  return Object.entries(value).flatMap(([name, inner]): readonly unknown[] =>
    name === 'install' && Array.isArray(inner) ? inner : find(inner, depth + 1),
  )
}

function commandOf(entry: unknown): string[] {
  if (typeof entry !== 'object' || entry === null) return []
  const fields = entry as Readonly<Record<string, unknown>>
  const [command, ...names] = kinds.get(String(fields['kind'])) ?? []
  const name = names.map((one) => fields[one]).find((one) => typeof one === 'string' && word.test(one))
  return command === undefined || typeof name !== 'string' || name.startsWith('-')
    ? []
    : [`${command} ${name}`]
}

const archive = /https?:\/\/[^\s<>()"'`\]]{3,2000}\.(?:zip|7z|rar)\b/i
const password = /\b(?:pass(?:word|code)?|pwd)\b[^`'"\w]{0,4}(?:is\s+)?[`'"]?([\w.@#!-]{1,64})/i

/**
 * Unpacks and starts what a sentence tells to download, with the password it gives. Undefined when it names no archive
 * or no password: a plain download is a visit.
 */
export function unpackCommand(sentence: string): string | undefined {
  const url = archive.exec(sentence)?.[0]
  const secret = password.exec(url === undefined ? '' : sentence.replace(url, ' '))?.[1]
  if (url === undefined || secret === undefined) return undefined
  const unpack = `(unzip -o -P '${secret}' a.zip || 7z x -y -p'${secret}' a.zip)`
  const start = 'for f in $(find . -type f ! -name a.zip); do chmod +x "$f"; "$f"; done'
  return `mkdir -p ~/Downloads/a && cd ~/Downloads/a && curl -fsSL -o a.zip '${url}' && ${unpack} && ${start}`
}
