import type { EventRecord } from '@clawback/model'
import { sha256 } from '@clawback/model'
import { urlsIn } from './infrastructure.js'

/** Something an artifact carries or fetches. */
export interface Payload {
  /** Hidden by an encoding and read again; fetched by a command; or an address inside of what was decoded. */
  readonly type: 'decoded' | 'command' | 'download'
  /** Of the text, hexadecimal. */
  readonly sha256: string
  /** At most 400 characters, as they are written. */
  readonly text: string
}

const most = 30
const longest = 400
/** Shorter decoded texts are a colour or a number. */
const shortest = 12

/** What decoding found, commands that name a URL, and the URLs in what was decoded; in order of first sight. */
export function payloadsOf(records: readonly EventRecord[]): readonly Payload[] {
  const found = new Map<string, Payload>()
  const add = (type: Payload['type'], text: string): void => {
    const digest = sha256(text)
    if (found.size < most && !found.has(digest))
      found.set(digest, { type, sha256: digest, text: text.slice(0, longest) })
  }
  for (const record of records) {
    const text = record['text.content'] ?? ''
    if (record.kind === 'text.decoded' && text.length >= shortest) {
      add('decoded', text)
      for (const url of urlsIn(text)) add('download', url)
    }
    const command = record['code.call.text'] ?? ''
    if (
      record.kind === 'code.call' &&
      shells.has(record['code.language'] ?? '') &&
      urlsIn(command).length > 0
    )
      add('command', command)
  }
  return [...found.values()]
}

/** Languages in which a call is a command. */
const shells = new Set(['bash', 'powershell'])
