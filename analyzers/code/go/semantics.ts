import { shellText } from '../fold/shell.js'
import type { CallInput, Embedded, Semantics, Value } from '../nouns.js'
import { pathValue } from '../values.js'
import { goFolds, goMethods } from './folds.js'
import { modulePath, moduleFolders } from './modules.js'
import { canonicalName } from './names.js'
import { predeclared } from './types.js'

const builtins: ReadonlySet<string> = new Set(
  `append cap clear close complex copy delete imag len make max min new panic print println real recover`.split(
    ' ',
  ),
)

/** Calls that only compute, most of them on texts. */
const computes: ReadonlySet<string> = new Set([
  ...builtins,
  ...predeclared,
  ...`bytes.Contains bytes.Equal bytes.NewBuffer bytes.NewBufferString bytes.NewReader bytes.TrimSpace context.Background
  context.TODO context.WithCancel context.WithTimeout errors.As errors.Is errors.New fmt.Errorf fmt.Sprint fmt.Sprintf
  fmt.Sprintln io.NopCloser path.Base path.Dir path.Ext path/filepath.Base path/filepath.Dir path/filepath.Ext
  sort.Ints sort.Slice sort.Strings strconv.Atoi strconv.FormatInt strconv.Itoa strconv.ParseBool strconv.ParseFloat
  strconv.ParseInt strconv.Quote strings.Contains strings.ContainsAny strings.Count strings.EqualFold strings.Fields
  strings.HasPrefix strings.HasSuffix strings.Index strings.Join strings.NewReader strings.NewReplacer strings.Repeat
  strings.Replace strings.ReplaceAll strings.Split strings.SplitN strings.ToLower strings.ToUpper strings.Trim
  strings.TrimLeft strings.TrimPrefix strings.TrimRight strings.TrimSpace strings.TrimSuffix time.Duration time.Now
  time.Since`.split(/\s+/),
])

/** Calls that write into one of their arguments. */
const filling: ReadonlyMap<string, number> = new Map([
  ['copy', 0],
  ['io.Copy', 0],
  ['io.CopyN', 0],
  ['io.CopyBuffer', 0],
  ['io.WriteString', 0],
  ['io.ReadFull', 1],
  ['io.ReadAtLeast', 1],
  ['fmt.Fprint', 0],
  ['fmt.Fprintf', 0],
  ['fmt.Fprintln', 0],
  ['encoding/hex.Decode', 0],
  ['encoding/binary.Write', 0],
])
/** Methods, whatever they are methods of, that do. */
const fillers = /\.(?:Read|ReadAt|WriteTo|Execute|ExecuteTemplate|Decode)$/

/** Methods of writers, buffers, headers and forms. */
const takes: ReadonlySet<string> = new Set(
  `Add AddCookie Append Encode Put ReadFrom Set SetAuthToken SetBasicAuth SetBody SetFormData SetHeader SetHeaders SetQueryParam
  SetQueryParams Store Write WriteAll WriteByte WriteField WriteRune WriteString`.split(/\s+/),
)

export const goSemantics: Semantics = {
  family: 'go',
  prints: false,
  importers: new Set(),
  folds: goFolds,
  methods: goMethods,
  unbound: (name) => pathValue(name, builtins.has(name) || predeclared.has(name)),
  canonical: canonicalName,
  modulePath,
  moduleFiles: moduleFolders,
  wholeFolders: true,
  fills: (name) => filling.get(name) ?? (fillers.test(name) ? 0 : undefined),
  takes,
  embedded,
  computes,
  texts: new Map([
    ['os/user.User.HomeDir', '~'],
    ...['Get', 'Head', 'Post', 'Put', 'Patch', 'Delete', 'Options'].map(
      (method) => [`net/http.Method${method}`, method.toUpperCase()] as const,
    ),
  ]),
}

/** The command line of a program that is started. */
function embedded(name: string, { args }: CallInput): Embedded | undefined {
  const items = started(name, args)
  const text = items === undefined ? undefined : shellText(items)
  return text === undefined ? undefined : { language: 'bash', text }
}

function started(name: string, args: readonly Value[]): readonly Value[] | undefined {
  if (name === 'os/exec.Command') return args
  if (name === 'os/exec.CommandContext') return args.slice(1)
  return name === 'syscall.Exec' || name === 'os.StartProcess' ? args[1]?.items : undefined
}
