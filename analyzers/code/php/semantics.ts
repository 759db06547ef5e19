import type { CallInput, Embedded, Semantics, Value } from '../nouns.js'
import { shellText } from '../fold/shell.js'
import { asText, hole, pathValue, textValue, unknown } from '../values.js'
import { fileOf } from './expressions.js'
import { phpFolds } from './folds.js'
import { moduleFiles } from './modules.js'

/** Variables that are there in every scope (PHP manual, Superglobals). */
const superglobals = /^\$(?:_(?:GET|POST|REQUEST|COOKIE|FILES|SERVER|ENV|SESSION)|GLOBALS|argv|argc)$/

const constants: ReadonlyMap<string, Value> = new Map([
  ['__DIR__', textValue(hole, false)],
  ['__FILE__', textValue(`${hole}/${hole}`, false)],
  ['PHP_EOL', textValue('\n')],
  ['DIRECTORY_SEPARATOR', textValue('/')],
  ['$this', unknown],
  ['STDIN', textValue('php://stdin')],
  ['STDOUT', textValue('php://stdout')],
  ['STDERR', textValue('php://stderr')],
  ['FILE_APPEND', { text: 'FILE_APPEND', exact: true, number: 8 }],
])

/** Several names of one function (PHP manual, List of Function Aliases). */
const aliases: ReadonlyMap<string, string> = new Map([
  ['fputs', 'fwrite'],
  ['pfsockopen', 'fsockopen'],
  ['join', 'implode'],
  ['chop', 'rtrim'],
  ['sizeof', 'count'],
  ['is_writeable', 'is_writable'],
])

const computes: ReadonlySet<string> = new Set(
  `abs array_chunk array_column array_combine array_diff array_fill array_filter array_flip array_intersect array_key_exists
  array_key_first array_key_last array_keys array_merge array_pad array_pop array_product array_push array_reverse array_search
  array_shift array_slice array_splice array_sum array_unique array_unshift array_values arsort asort basename bin2hex
  ceil checkdate class_exists count ctype_alpha ctype_digit current date define defined
  dirname echo empty end explode file_exists floatval floor function_exists gettype htmlspecialchars http_build_query implode
  in_array include intdiv intval is_array is_bool is_callable is_dir is_file is_int is_null is_numeric is_object is_string isset
  iterator_to_array join json_decode json_encode json_last_error json_last_error_msg key krsort ksort lcfirst ltrim max mb_strlen
  mb_strtolower mb_strtoupper mb_substr method_exists microtime min mktime next nl2br number_format ord preg_match preg_match_all
  preg_quote preg_replace preg_split print_r printf range rawurlencode reset round rsort rtrim settype sizeof sort spl_object_id
  sprintf str_contains str_ends_with str_pad str_repeat str_split str_starts_with strcasecmp strcmp strcspn strlen strncmp strpos
  strrev strrpos strstr strtolower strtotime strtoupper strtr strval substr substr_count time trim ucfirst ucwords uniqid
  urlencode usort utf8_encode var_export vsprintf wordwrap`.split(/\s+/),
)

/** Run their first argument in a shell. */
const shells: ReadonlySet<string> = new Set([
  'system',
  'exec',
  'shell_exec',
  'passthru',
  'popen',
  'proc_open',
])
/** Start a program: a list is a command line. */
const programs: ReadonlySet<string> = new Set([
  'pcntl_exec',
  'Symfony.Component.Process.Process',
  'Symfony.Component.Process.Process.fromShellCommandline',
  'Illuminate.Support.Facades.Process.run',
])
const evaluators: ReadonlySet<string> = new Set(['eval', 'assert', 'create_function'])

export const phpSemantics: Semantics = {
  family: 'php',
  prints: false,
  importers: new Set([fileOf]),
  names: new Set(['array_keys']),
  folds: phpFolds,
  methods: new Map(),
  textsCall: true,
  unbound(name) {
    const known = constants.get(name)
    if (known !== undefined) return known
    if (name.startsWith('$'))
      return superglobals.test(name) ? pathValue(name, true) : pathValue(bare(name), false)
    if (/^(?:CURLOPT|CURL)_[A-Z]/.test(name)) return textValue(name)
    return pathValue(aliases.get(name) ?? name, true)
  },
  canonical: bare,
  modulePath: (module) => module.replaceAll('\\', '.'),
  moduleFiles,
  embedded,
  computes,
  texts: new Map([
    ['$_SERVER.HOME', '~'],
    ['$_SERVER.USERPROFILE', '~'],
    ['$_ENV.HOME', '~'],
    ['$_ENV.USERPROFILE', '~'],
    ['posix_getpwuid.dir', '~'],
  ]),
}

/** A variable of unknown content is told without its sign, and without the file that may have set it. */
function bare(path: string): string {
  return path.replace(/^.*\$(?!_[A-Z]|arg[vc]\b|GLOBALS\b)/, '')
}

function embedded(name: string, { args }: CallInput): Embedded | undefined {
  const [first, second] = args
  if (first === undefined) return undefined
  if (evaluators.has(name)) return code(name === 'create_function' ? second : first)
  if (shells.has(name)) return command(asText(first) ?? shellText(first.items))
  if (!programs.has(name)) return undefined
  const items = first.items ?? [first, ...(second?.items ?? [])]
  return command(first.items === undefined && second === undefined ? asText(first) : shellText(items))
}

function code(value: Value | undefined): Embedded | undefined {
  const text = value === undefined ? undefined : asText(value)
  return text === undefined || text.length < 8 ? undefined : { language: 'php', text }
}

function command(text: string | undefined): Embedded | undefined {
  return text === undefined ? undefined : { language: 'bash', text }
}
