import { sha256 } from '@clawback/model'

const home = '/home/dana'

/** What is said where nothing fits better. */
export const anyText = 'Please summarise the open invoices.'
export const anyQuery = 'invoice reminders'

/** Patterns over the name of a parameter, first that fits, and what a person of the cell would put there. */
const likely: readonly (readonly [RegExp, string | ((seed: string, purpose: string) => string)])[] = [
  [
    /(api|access|auth|secret|private)[_-]?(key|token)|token|password|passwd|secret|credential/i,
    (seed) => `test-${sha256(seed).slice(0, 24)}`,
  ],
  [/(dir|directory|folder|root|cwd|workspace)(_?path)?$/i, `${home}/project`],
  [
    /^(dest|destination|target|output|to)$|(new|dest|destination|target|output|out|to)_?(path|file)/i,
    `${home}/project/out.txt`,
  ],
  [/^(source|src|from)$|path|file(name)?s?$|filepath/i, (_, purpose) => likelyPath(purpose)],
  [/(url|uri|link|href|endpoint|website|webhook)s?$/i, 'https://www.example.com/page'],
  [/(host|hostname|domain|server)$/i, 'www.example.com'],
  [/(command|cmd|shell)$/i, 'ls -la'],
  [/sql|statement/i, 'SELECT 1'],
  [/glob|pattern/i, '*.md'],
  [/regex/i, '.*'],
  [/e-?mail|recipient|sender/i, 'dana@whitfield.example'],
  [/(time)?zone|tz/i, 'Europe/Berlin'],
  [/date/i, '2024-05-01'],
  [/time/i, '12:00'],
  [/(owner|org|organization|user|username|author)$/i, 'dana'],
  [/repo(sitory)?|project/i, 'billing-service'],
  [/branch|ref$/i, 'main'],
  [/lang(uage)?$/i, 'en'],
  [/code|script|expression|program/i, '1 + 1'],
  [/query|search|term|keyword/i, anyQuery],
  [/city|location|place|address/i, 'Berlin'],
  [/currency/i, 'EUR'],
  [/model/i, 'claude-sonnet-4-5'],
  [/(^|_)id$|Id$|uuid/, (seed) => sha256(seed).slice(0, 12)],
  [/name|title|label/i, 'Weekly report'],
]

const byFormat: ReadonlyMap<string, string> = new Map([
  ['uri', 'https://www.example.com/page'],
  ['url', 'https://www.example.com/page'],
  ['email', 'dana@whitfield.example'],
  ['date', '2024-05-01'],
  ['date-time', '2024-05-01T12:00:00Z'],
  ['uuid', '5d4a1e0b-52b7-4a45-8b3f-2f9a5f3c1d20'],
])

/** A value a person would give for a text parameter, by its format or else its name and the name of the tool. */
export function likelyValue(name: string, format: string, seed: string, purpose: string = ''): string {
  const formatted = byFormat.get(format)
  if (formatted !== undefined) return formatted
  const found = likely.find(([pattern]) => pattern.test(name.slice(0, 128)))?.[1]
  if (found === undefined) return anyText
  return typeof found === 'string' ? found : found(`${seed}/${name}`, purpose)
}

function likelyPath(purpose: string): string {
  if (/(create|make|mk|new)_?.*(dir|folder)/i.test(purpose)) return `${home}/project/notes`
  if (/dir|folder|tree|list|search|find|glob|grep|scan|index/i.test(purpose)) return `${home}/project`
  if (/write|create|save|append|export/i.test(purpose)) return `${home}/project/out.txt`
  return `${home}/project/README.md`
}
