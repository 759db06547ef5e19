import type { CallInput, Taint, Value } from '../nouns.js'
import { ownPrograms } from '../fold/shell.js'
import type { Place } from '../observations.js'
import { asText, taintOf } from '../values.js'

/** Calls that take a program and a list of arguments for it. */
const vectors: ReadonlySet<string> = new Set([
  'child_process.spawn',
  'child_process.spawnSync',
  'child_process.execFile',
  'child_process.execFileSync',
  'os.execv',
  'os.execvp',
  'os.spawnv',
])
/** Calls that take a program and then each of its arguments; the number is where the program stands. */
const spread: ReadonlyMap<string, number> = new Map([
  ['os/exec.Command', 0],
  ['os/exec.CommandContext', 1],
])
/** What is fed to a program that was named before. */
const fed = 'os/exec.Cmd.Stdin'
/** Calls that take a line for a shell, or a list whose first member is the program. */
const lines: ReadonlySet<string> = new Set([
  'child_process.exec',
  'child_process.execSync',
  'subprocess.run',
  'subprocess.call',
  'subprocess.check_call',
  'subprocess.check_output',
  'subprocess.Popen',
  'proc_open',
  'Symfony.Component.Process.Process',
])
/** Calls that take a line for a shell, or the program and its arguments one after the other, or in a list. */
const words =
  /^(?:system|spawn|IO\.popen|PTY\.spawn|Open3\.(?:capture2e?|capture3|popen2e?|popen3|pipeline\w*))$/
/** Programs that read a program: from an option, from the file named first, else from their input. */
const interpreters =
  /^(?:(?:ba|z|da|a|k|c|tc)?sh|python[\d.]*|node(?:js)?|perl|ruby|php|lua|Rscript)(?:\.exe)?$/i
/** Programs that start what their arguments say, or run what they read, in ways not told apart here. */
const starters =
  /^(?:deno|bun|bunx|npx|uvx|uv|pipx|osascript|powershell|pwsh|cmd|tclsh|awk|gawk|sed|env|sudo|doas|su|xargs|parallel|ssh|nohup|nice|timeout|time|exec|eval|source|\.|&|docker|podman|kubectl|find|watch|script|screen|tmux|at|batch|crontab|start|rundll32|regsvr32|msiexec|mshta|[wc]script|make|systemd-run|launchctl|invoke-expression|start-process|invoke-item|busybox|gdb|vim?|expect|open|xdg-open)(?:\.exe)?$/i
/** An option whose next word is code. */
const takesCode = /^(?:-\w*[cep]|--eval|--print)$/
/** Code that may run what it is given. */
const runsInput =
  /\b(?:exec|eval|system|spawn|popen|run|call|compile|(?:pickle|marshal|dill)\.loads?|Function|require|import_module|__import__|instance_eval|source|sh|bash)\b|`/

/**
 * Where in the start of a process a mark arrives; undefined for a call that starts none. What is not told for certain
 * counts as the program.
 */
export function placeOf(sink: string, input: CallInput, mark: Taint): Place | undefined {
  const process = processOf(sink, input)
  if (process === undefined) return undefined
  const { program, args, options } = process
  const has = (value: Value | undefined): boolean => value !== undefined && carries(value, mark)
  // What lies in a file that is named may be the script.
  if (has(program) || args === undefined) return 'program'
  const name = nameOf(program)
  if (name === undefined || starters.test(name)) return 'program'
  if (has(input.left)) return runsFiles(name, program) ? 'program' : 'argument'
  const given = args.some(has)
  if (!interpreters.test(name)) return given ? 'argument' : 'input'
  return interpreted(args, has, given, options.some(has))
}

/** A file that is named may be the program or its script; other programs work on it. */
function runsFiles(name: string, { text }: Value): boolean {
  return interpreters.test(name) || text?.includes('/') !== false
}

/** Calls that hand a line to a shell; of `subprocess` those that are told to. */
const shells: ReadonlySet<string> = new Set([
  'child_process.exec',
  'child_process.execSync',
  'system',
  'shell_exec',
  'passthru',
  'os.system',
  'os.popen',
  'subprocess.getoutput',
  'subprocess.getstatusoutput',
])

/** The line for a shell, or the program to be started, is nothing but what the mark stands for: no word of it is known. */
export function isWholeLine(sink: string, { args, named }: CallInput, mark: Taint): boolean {
  const [line] = args
  if (line === undefined || line.items !== undefined || asText(line) !== undefined) return false
  // The program itself, by a name that comes with its arguments.
  if (spread.has(sink)) return isUnnamed(args[spread.get(sink) ?? 0], mark)
  if (vectors.has(sink)) return nameOf(line) === undefined && carries(line, mark)
  const alone = (words.test(sink) || sink === '`') && args.length === 1
  return (alone || shells.has(sink) || (lines.has(sink) && named.has('shell'))) && carries(line, mark)
}

function isUnnamed(program: Value | undefined, mark: Taint): boolean {
  return program !== undefined && nameOf(program) === undefined && carries(program, mark)
}

interface Started {
  readonly program: Value
  /** Undefined where they are not told apart from the program. */
  readonly args: readonly Value[] | undefined
  /** Input, environment, folder. */
  readonly options: readonly Value[]
}

function processOf(sink: string, { args, named, input, receiver }: CallInput): Started | undefined {
  const [first = {}, second] = args
  const at = spread.get(sink)
  if (at !== undefined) return { program: args[at] ?? {}, args: args.slice(at + 1), options: [] }
  if (sink === fed) {
    const [program = {}, ...rest] = receiver?.items ?? []
    return { program, args: rest, options: args }
  }
  const options = [...args.slice(1), ...named.values(), ...(input === undefined ? [] : [input])]
  if (vectors.has(sink)) {
    // A list that was put together out of sight still names no program.
    const list = second === undefined ? [] : (second.items ?? [second])
    const shell = options.some(({ shape }) => shape?.has('shell') === true)
    return { program: first, args: shell ? undefined : list, options: options.slice(1) }
  }
  if (lines.has(sink)) {
    const [program, ...rest] = first.items ?? []
    if (program === undefined || named.has('shell')) {
      // A line is all program; what stands beside it is its input or its surroundings.
      return { program: first, args: [], options }
    }
    return { program, args: rest, options }
  }
  if (words.test(sink)) {
    // Variables for the program may come first.
    const [program = {}, ...rest] = first.items ?? (first.shape === undefined ? args : args.slice(1))
    return { program, args: rest, options: options.filter((value) => !rest.includes(value)) }
  }
  const command = /^[\w.&-]+$/.test(sink) && (interpreters.test(sink) || starters.test(sink))
  return command
    ? { program: { text: sink, exact: true }, args, options: input === undefined ? [] : [input] }
    : undefined
}

/** By the rules of interpreters: options, then code or a script, then what is for the script. */
function interpreted(
  args: readonly Value[],
  has: (value: Value) => boolean,
  given: boolean,
  fed: boolean,
): Place {
  for (const [at, value] of args.entries()) {
    const word = asText(value)
    if (has(value) || word === undefined) return 'program'
    if (takesCode.test(word)) {
      const code = args[at + 1]
      const text = code === undefined ? undefined : asText(code)
      if (code === undefined || text === undefined || has(code) || runsInput.test(text)) return 'program'
      return given ? 'argument' : 'input'
    }
    if (word === '-' || word === '-s') return 'program'
    if (word === '-m' || !word.startsWith('-')) return given ? 'argument' : 'input'
  }
  return fed || given ? 'program' : 'input'
}

function nameOf({ text, path }: Value): string | undefined {
  const own = ownPrograms.get(path ?? '')
  if (own !== undefined) return own
  const word = text?.trim().split(/\s/, 1)[0]
  const name = word?.split(/[\\/]/).at(-1)
  return name === undefined || name === '' || name.includes('{}') ? undefined : name
}

function carries(value: Value, { spec, tag, source }: Taint): boolean {
  return (
    taintOf([value])?.some((one) => one.spec === spec && one.tag === tag && one.source === source) === true
  )
}
