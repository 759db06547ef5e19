import { entropy, redact } from '@clawback/text'

const secretName =
  /key|token|secret|passw|pwd|auth|cred|cookie|session|private|signature|dsn|bearer|salt|license/i
/** Values that carry no secret by their form: switches, small numbers, plain words, versions, paths, flags, addresses. */
const harmless =
  /^(?:true|false|yes|no|on|off|\d{1,5}|[a-z]{1,16}|v?\d+(?:\.\d+){1,3}|(?:~|\.{1,2}|\$\{?[A-Za-z_]+\}?)?(?:\/[\w.@+ -]{1,40}){1,12}\/?|--?[a-z][\w-]*(?:[= ][^\s]{1,80})?|https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~-]{1,40}){0,8}\/?|\$\{?[\w:.-]{1,60}\}?)$/i

/** Variables that say what a program loads or starts: to know them is to know what runs. */
const turnsPrograms =
  /^(?:NODE_(?:OPTIONS|PATH)|PYTHON(?:STARTUP|PATH|HOME)|BASH_ENV|ENV|LD_(?:PRELOAD|LIBRARY_PATH|AUDIT)|DYLD_\w+|PERL5(?:OPT|LIB)|RUBY(?:OPT|LIB)|_?JAVA(?:_TOOL)?_OPTIONS|GIT_(?:SSH_COMMAND|EXTERNAL_DIFF|PAGER|EDITOR)|PROMPT_COMMAND|PAGER|EDITOR|VISUAL|BROWSER)$/
/** Holds no secret under any name. */
const isSwitch = /^(?:true|false|yes|no|on|off|[01])$/i
/** Names of other variables in braces, and signs between them: without the braces it may be a password. */
const references = /^(?:(?:[Bb]earer |[Tt]oken |[Bb]asic )?\$\{[A-Za-z_][\w:.-]{0,60}\}[\s;,:|&]{0,4}){1,12}$/

/**
 * The value of an environment variable as a record may hold it: as it is when neither its name nor its form can be
 * that of a secret, otherwise its name alone. What turns a program (`NODE_OPTIONS=--require /x.js`) stays readable.
 */
export function maskEnv(name: string, value: string): string {
  if (turnsPrograms.test(name)) return maskCommand(value.slice(0, longestCommand))
  if (references.test(value) || isSwitch.test(value)) return value
  return !secretName.test(name) && harmless.test(value) && redact(value).redactions.length === 0
    ? value
    : `«env:${name}»`
}

/** A line that says what is run, without what follows a flag, or stands in a setting, of a secret's name. */
function maskCommand(line: string): string {
  const words = maskArgs(line.split(' ')).map((word) => {
    const [name, value] = split(word)
    return value !== undefined && secretName.test(name) && !isReference(value) ? `${name}=«argument»` : word
  })
  return words.join(' ').replace(/\bsshpass\s{1,4}-p\s{0,4}\S{1,200}/g, 'sshpass -p «argument»')
}

/** UTF-16 units of a value that says what is run. */
const longestCommand = 4_096

/** The value of a header is never kept; that it names an environment variable is. */
export function maskHeader(name: string, value: string): string {
  const variable = /^(?:bearer |token |basic )?(\$\{?[\w:.-]{1,60}\}?)$/i.exec(value)?.[1]
  return variable ?? (references.test(value) ? value : `«header:${name}»`)
}

const secretFlag = /^--?[\w-]*(?:key|token|secret|passw|pwd|auth|cred|cookie|bearer|signature)[\w-]*$/i

/** Arguments without the secrets in them, whether by their shape or by the flag before them. */
export function maskArgs(args: readonly string[]): string[] {
  return args.map((arg, index) => {
    const before = args[index - 1] ?? ''
    const [flag, value] = split(arg)
    if (value !== undefined && secretFlag.test(flag) && !isReference(value)) return `${flag}=«argument»`
    if (secretFlag.test(before) && !arg.startsWith('-') && !isReference(arg)) return '«argument»'
    return redact(arg).text
  })
}

/**
 * An address without credentials: none before the host, none in a path segment that looks random, and of the query
 * only values that are harmless.
 */
export function maskUrl(url: string): string {
  if (!URL.canParse(url)) return redact(url).text
  const { protocol, host, pathname, searchParams } = new URL(url)
  const path = pathname.split('/').map((segment) => (looksRandom(segment) ? '«segment»' : segment))
  const query = [...searchParams].map(([name, value]) => `${name}=${maskEnv(name, value)}`)
  return redact(`${protocol}//${host}${path.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`)
    .text
}

function looksRandom(segment: string): boolean {
  return /^(?=.*\d)(?=.*[A-Za-z])[\w~-]{20,}$/.test(segment) && entropy(segment) > 3.5
}

function split(arg: string): [string, string | undefined] {
  const equals = arg.indexOf('=')
  return equals < 0 ? [arg, undefined] : [arg.slice(0, equals), arg.slice(equals + 1)]
}

function isReference(value: string): boolean {
  return /^\$\{?[\w:.-]+\}?$/.test(value)
}
