import type { CallInput, Embedded, Value } from '../nouns.js'
import { powershellCode } from '../powershell-command.js'
import { asText, hole, textValue } from '../values.js'

/** Calls that evaluate a text. */
const evaluators: ReadonlySet<string> = new Set([
  ...['invoke-expression', 'scriptblock.create', 'system.management.automation.scriptblock.create'],
  ...['management.automation.scriptblock.create', 'executioncontext.invokecommand.invokescript'],
  ...['executioncontext.invokecommand.newscriptblock', 'powershell.create.addscript', 'powershell.addscript'],
])

/** Calls that start a program with a line of arguments, or leave such a line where it will be started. */
const starters: ReadonlySet<string> = new Set([
  ...[
    '&',
    'start-process',
    'cmd',
    'conhost',
    'schtasks',
    'reg',
    'new-itemproperty',
    'set-itemproperty',
    'start-job',
  ],
  ...[
    'new-scheduledtaskaction',
    'new-service',
    'register-scheduledtask',
    'invoke-wmimethod',
    'wscript.shell.run',
    'wscript.shell.exec',
  ],
  ...[
    'diagnostics.process.start',
    'system.diagnostics.process.start',
    'shell.application.shellexecute',
    'wmic',
    'forfiles',
    'pwsh',
  ],
])

/** A text that is evaluated, or handed to another PowerShell. */
export function embedded(name: string, call: CallInput): Embedded | undefined {
  if (name === 'powershell' || name === 'pwsh') {
    const fed = call.input === undefined ? undefined : textOf(call.input)
    const code =
      fed === undefined || fed.length < 4 ? undefined : ({ language: 'powershell', text: fed } as const)
    return powershellCode(call) ?? code
  }
  if (evaluators.has(name)) {
    const given = [...call.args, ...(call.input?.items ?? (call.input === undefined ? [] : [call.input]))]
    const text = given
      .map(textOf)
      .find((word) => word !== undefined && !/^-\w+$/.test(word) && word.length > 3)
    return text === undefined ? undefined : { language: 'powershell', text }
  }
  return starters.has(name) ? started(call) : undefined
}

function textOf(value: Value): string | undefined {
  return (
    asText(value) ??
    (value.items === undefined ? undefined : value.items.map((one) => asText(one) ?? hole).join('\n'))
  )
}

const program = /(?:^|[\s"'\\/&|])(?:powershell|pwsh)(?:\.exe)?["']?(?=\s|$)/i

/** What a line hands to the PowerShell that it names. */
function started({ args }: CallInput): Embedded | undefined {
  const texts = args.map((value) => asText(value) ?? hole)
  const at = texts.findIndex((text) => program.test(text))
  if (at < 0) return undefined
  const first = texts[at] ?? ''
  const match = program.exec(first)
  const line = [first.slice((match?.index ?? 0) + (match?.[0].length ?? 0)), ...texts.slice(at + 1)]
  const words = line.flatMap(wordsOf).filter((word) => !ofStarter.test(word))
  // Without an option it is a sentence that speaks of the program, more often than not.
  if (!/^[-/]/.test(words[0] ?? '')) return undefined
  return powershellCode({ args: words.map((word) => textValue(word)), named: new Map() })
}

/** Parameters of what starts the program, and not of the program. */
const ofStarter =
  /^-(?:argumentlist|args|argument|filepath|passthru|wait|nonewwindow|propertytype|force|type|value)$/i

function wordsOf(line: string): string[] {
  return [...line.slice(0, 65_536).matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  )
}
