/** Whether a program stopped because it was not told enough, and says what it wants. */
export function asksForArguments(output: string): boolean {
  return (
    /^\s*usage:/im.test(output) || /\brequired\b.*\bargument|missing (?:required )?argument/i.test(output)
  )
}

const things: readonly (readonly [RegExp, string])[] = [
  [/url|uri|link|website|endpoint/, 'https://example.com/'],
  [/e-?mail|recipient|sender/, 'dana@whitfield.example'],
  [/out(?:put)?|dest|target|save/, '/tmp/out'],
  [/dir|folder|root|workspace|repo|project/, '/home/dana/project'],
  [/json|data|config|params|payload/, '{}'],
  [/file|path|input|source|src|document|pdf|csv|image|template/, '/home/dana/Documents/notes.txt'],
  [/date|since|until|from|to$|day|start|end/, '2025-01-15'],
  [/port/, '8080'],
  [/host|domain|server|ip/, 'example.com'],
  [/num|count|limit|size|max|min|top|port|width|height|days|hours|^n$|id$|year|amount|page/, '3'],
]

/** A harmless value for something that a usage text names. */
export function valueFor(name: string): string {
  return things.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1] ?? 'example'
}

/**
 * Arguments that satisfy a usage text: what stands outside square brackets is required; `{a,b}` and `a|b` take the
 * first choice, `<name>` and `NAME` a harmless value. Undefined when there is no usage text.
 */
export function guessArguments(output: string): readonly string[] | undefined {
  const usage = /^\s*usage:\s*([^\n]*(?:\n[ \t]+[^\n]+)*)/im.exec(output)?.[1]
  if (usage === undefined) return undefined
  const words = withoutOptional(usage).trim().split(/\s+/).slice(0, 64)
  return words.slice(programWords(words)).flatMap(wordValue).slice(0, 32)
}

/**
 * Arguments a script is shown with in the documents beside it: the longest command that names it, with a harmless value
 * for every `<name>` and `$NAME`. Undefined when it is never shown with any.
 */
export function documentedArguments(documents: string, path: string): readonly string[] | undefined {
  const file = path.split('/').at(-1) ?? path
  let best: readonly string[] = []
  for (const line of documents.split('\n', 20_000)) {
    const at = line.length > 2000 ? -1 : line.indexOf(file)
    if (at < 0 || !/(?:^|[\s`$>(])(?:\S*\/)?$/.test(line.slice(0, at))) continue
    const rest = line.slice(at + file.length)
    if (!/^["']?\s+\S/.test(rest)) continue
    const words = shellWords(rest.replace(/^["']/, '').split(/[`|;&#]|\s[>2]>?\s/, 1)[0] ?? '')
    if (looksLikeArguments(words) && words.length > best.length) best = words
  }
  return best.length === 0 ? undefined : best
}

/** Prose goes on with words; a command has an option, a placeholder, or something quoted or typed like a value. */
function looksLikeArguments(words: readonly string[]): boolean {
  const [first = ''] = words
  return words.length <= 24 && (/^(?:--?\w|<)/.test(first) || words.length <= 3) && !/[.,:;]$/.test(first)
}

function shellWords(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|<([^>]+)>|(\S+)/g)].map(([, double, single, name, plain]) => {
    if (name !== undefined) return valueFor(name)
    const word = double ?? single ?? plain ?? ''
    const variable = /^\$\{?(\w+)\}?$/.exec(word)?.[1]
    return variable === undefined ? word : valueFor(variable)
  })
}

/** How many words name the program: `node x.js`, `python -m x`, `./run.sh`. */
function programWords(words: readonly string[]): number {
  const first = words.findIndex(
    (word) => /\.(?:py|js|mjs|cjs|sh|bash|pl)\b/.test(word) || /^\.{0,2}\//.test(word),
  )
  return first < 0 ? 1 : first + 1
}

function withoutOptional(text: string): string {
  let kept = ''
  let depth = 0
  for (const char of text.slice(0, 4000)) {
    if (char === '[') depth += 1
    else if (char === ']') depth = Math.max(0, depth - 1)
    else if (depth === 0) kept += char
  }
  return kept
}

function wordValue(word: string): string[] {
  if (word === '...' || word === '|' || word === '\\') return []
  if (/^--?[\w-]+$/.test(word)) return [word]
  const option = /^(--[\w-]+)=(.+)$/.exec(word)
  if (option !== null) return [`${option[1] ?? ''}=${wordValue(option[2] ?? '').join(' ')}`]
  const choices = /^\(?\{?<?([\w-]+(?:[,|][\w-]+)+)/.exec(word)
  if (choices !== null) return [choices[1]?.split(/[,|]/, 1)[0] ?? '']
  const name = /^[<{(]?([A-Za-z][\w./-]*)[>})]?(?:\.\.\.)?$/.exec(word)?.[1]
  return name === undefined ? [] : [valueFor(name)]
}
