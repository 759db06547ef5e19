import { joinItems } from './fold/common.js'
import type { CallInput, Embedded } from './nouns.js'
import { asText, textValue } from './values.js'

/** Options of the program that take a value, by their beginning (about_PowerShell_exe). */
const valued = /^[-/](?:ex\w*|ep|w\w*|v\w*|ps\w*|input\w*|if|output\w*|of|conf\w*|set\w*|wd|work\w*|cus\w*)$/i
const command = /^[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i
const encoded = /^[-/]e(?:c|n(?:c(?:o\w*)?)?)?$/i
const file = /^[-/]f(?:i(?:l(?:e)?)?)?$/i

/** What `powershell` or `pwsh` is handed to run: after `-Command`, in base64 after `-EncodedCommand`, or as words of its own. */
export function powershellCode({ args }: CallInput): Embedded | undefined {
  const words = args.map((value) => asText(value) ?? '{}')
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (file.test(word)) return undefined
    if (encoded.test(word)) return code(decoded(words[i + 1] ?? ''))
    if (command.test(word)) return code(rest(args, i + 1))
    if (valued.test(word)) i++
    // A single word without an option is a script, in the newer versions at least.
    else if (!/^[-/]/.test(word)) return /[\s(|;]/.test(rest(args, i)) ? code(rest(args, i)) : undefined
  }
  return undefined
}

function rest(args: CallInput['args'], from: number): string {
  return asText(joinItems(args.slice(from), ' ') ?? textValue('')) ?? ''
}

function decoded(text: string): string {
  return /^[A-Za-z0-9+/]{8,}={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('utf16le') : ''
}

function code(text: string): Embedded | undefined {
  return text.length < 3 ? undefined : { language: 'powershell', text }
}
