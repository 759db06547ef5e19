import { readFileSync } from 'node:fs'

/** `answers/names.json` as a value. */
interface NamesData {
  readonly fixed: ReadonlyMap<string, readonly string[]>
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
  readonly txt: readonly string[]
  readonly mx: string
  readonly ns: readonly string[]
}

/** Reads one of the data files beside the sources; built code finds them where the sources lie. */
export function readAnswerFile(name: string): unknown {
  return JSON.parse(readFileSync(answerUrl(name), 'utf8'))
}

function answerUrl(name: string): URL {
  const here = import.meta.url.replace(/\/dist\/(?=watch\/sinkhole\/[^/]*$)/, '/')
  return new URL(`answers/${name}`, here)
}

function readNames(): NamesData {
  const raw = readAnswerFile('names.json') as Omit<NamesData, 'fixed'> & {
    readonly fixed: Readonly<Record<string, readonly string[]>>
  }
  return { ...raw, fixed: new Map(Object.entries(raw.fixed)) }
}

export const namesData: NamesData = readNames()

/** Reads a text that an answer names, from beside the data. Only plain names: nothing outside that folder. */
export function readAnswerText(name: string): string {
  const known = texts.get(name)
  if (known !== undefined) return known
  if (!/^[\w.-]+$/.test(name) || name.startsWith('.'))
    throw new Error(`${name} is not the name of an answer text`)
  const text = readFileSync(answerUrl(name), 'utf8')
  texts.set(name, text)
  return text
}

const texts = new Map<string, string>()
