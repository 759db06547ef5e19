import { sha256 } from '@clawback/model'
import type { FieldValue, TraceEvent } from '@clawback/model'
import type { Instructions, Observation } from '../ports.js'

/** The record that something of a download came about by, and the address it was downloaded from. */
export interface Origin {
  readonly cause: string
  readonly url?: string
}

/**
 * Follows what a sample downloads: from the answer to the process that got it, to the files that process writes, the
 * pipes it writes to, and the programs that are started from them. A process that was given an answer is taken to
 * pass it on: what it writes from then on has that answer as its cause.
 */
export interface Downloads {
  /** What led to an observation that is about to become a record. `url` is there when downloaded instructions run. */
  originOf(observation: Observation): Origin | undefined
  remember(observation: Observation, record: TraceEvent): void
}

interface File {
  readonly writer: number
  readonly origin?: Origin
}

export function createDownloads(): Downloads {
  /** Processes (by ordinal) that hold something downloaded. */
  const fed = new Map<number, Origin>()
  const files = new Map<string, File>()
  const texts = new Map<string, Origin>()
  const readers = new Map<string, Set<number>>()
  const writers = new Map<string, Set<number>>()
  const outputs = new Map<number, string>()
  /** Interpreters that run what a pipe brings them. */
  const listening = new Set<number>()

  function feed(process: number, origin: Origin): void {
    if (fed.get(process)?.cause === origin.cause) return
    fed.set(process, origin)
    const pipe = outputs.get(process)
    if (pipe !== undefined) for (const reader of readers.get(pipe) ?? []) feed(reader, origin)
  }

  const ofFile = (path: FieldValue | undefined): Origin | undefined => {
    const file = typeof path === 'string' ? files.get(path) : undefined
    // Opened before the answer came, as by `curl > file`: then the answer itself is the cause.
    return file === undefined ? undefined : (file.origin ?? fed.get(file.writer))
  }

  const ofPipe = ({ input }: Instructions): Origin | undefined => {
    if (input === undefined) return undefined
    const sources = [...(writers.get(input.pipe) ?? []), ...(input.maker === undefined ? [] : [input.maker])]
    return sources.map((process) => fed.get(process)).find((origin) => origin !== undefined)
  }

  const ofText = (text: string): Origin | undefined =>
    // A shell takes the line ends off what it puts into an argument.
    texts.get(sha256(text)) ?? texts.get(sha256(`${text}\n`))

  function ofExec(instructions: Instructions, parent: number | undefined): Origin | undefined {
    const found =
      instructions.files.map(ofFile).find((origin) => origin !== undefined) ??
      instructions.texts.map(ofText).find((origin) => origin !== undefined) ??
      (instructions.fromInput ? ofPipe(instructions) : undefined)
    if (found !== undefined || parent === undefined) return found
    return listening.has(parent) ? fed.get(parent) : undefined
  }

  function started(process: number, instructions: Instructions): void {
    const { input, output, fromInput } = instructions
    const before = ofPipe(instructions)
    if (input !== undefined) add(readers, input.pipe, process)
    if (output !== undefined) {
      add(writers, output, process)
      outputs.set(process, output)
    }
    if (fromInput && input !== undefined) listening.add(process)
    if (before !== undefined) feed(process, before)
  }

  return {
    originOf({ kind, fields, instructions }) {
      const process = ordinal(fields['run.exec_id'])
      if (process === undefined) return undefined
      switch (kind) {
        case 'process.exec':
          return instructions && ofExec(instructions, ordinal(fields['run.parent_exec_id']))
        case 'process.exit':
          return listening.has(process) ? fed.get(process) : undefined
        case 'file.rename':
        case 'file.link':
        case 'file.read':
          return causeOf(ofFile(fields['file.path']))
        case 'file.write':
          return causeOf(fed.get(process))
        default:
          return undefined
      }
    },
    remember({ instructions }, record) {
      const process = ordinal(record['run.exec_id'])
      if (process === undefined) return
      const url = record['url.full']
      if (record.kind === 'http.response') {
        const { 'http.response.status_code': status = 0, 'http.response.body.digest': digest } = record
        if (status < 200 || status > 299 || digest === undefined) return
        const origin = { cause: record.id, ...(url === undefined ? {} : { url }) }
        texts.set(digest, origin)
        feed(process, origin)
        return
      }
      if (record['effect.outcome'] !== 'success') return
      if (instructions !== undefined) started(process, instructions)
      const path = record['file.path']
      if (path === undefined) return
      const known = record.kind === 'file.write' ? fed.get(process) : ofFile(path)
      const origin = known && { ...known, cause: record.id }
      if (record.kind === 'file.read' && origin !== undefined) feed(process, origin)
      const target = record.kind === 'file.write' ? path : record['file.target_path']
      if (target !== undefined) files.set(target, { writer: process, ...(origin && { origin }) })
    },
  }
}

/** Only programs that run carry the address; what was written may be something else that the process made of it. */
function causeOf(origin: Origin | undefined): Origin | undefined {
  return origin && { cause: origin.cause }
}

/** The process an exec id (`3.1`) belongs to. */
function ordinal(execId: FieldValue | undefined): number | undefined {
  return typeof execId === 'string' ? Number(execId.split('.')[0]) : undefined
}

function add(map: Map<string, Set<number>>, key: string, value: number): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, new Set([value]))
  else known.add(value)
}
