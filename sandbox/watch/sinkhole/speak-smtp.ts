import type { Duplex } from 'node:stream'
import type { Line } from './line.js'
import { createBursts } from './speak-raw.js'

const longestLine = 64 << 10

/** Plays a mail server that takes everything (RFC 5321): the dialogue and the messages are recorded as sent bytes. */
export async function speakSmtp(stream: Duplex, line: Line): Promise<void> {
  const bursts = createBursts(line, 'smtp')
  const dialogue = createDialogue((text) => stream.write(text))
  let pending = ''
  dialogue.greet()
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (!line.session.spend('totalBytes', chunk.length)) break
      bursts.add(chunk)
      const lines = (pending + chunk.toString('latin1')).split(/\r?\n/)
      pending = (lines.pop() ?? '').slice(-longestLine)
      for (const text of lines) if (dialogue.hear(text) === 'quit') return
    }
  } finally {
    bursts.flush()
    stream.end()
  }
}

function createDialogue(say: (text: string) => void) {
  let mode: 'command' | 'data' | 'secret' = 'command'
  let secrets = 0

  function command(text: string): 'quit' | undefined {
    const verb = text.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') say('250-mail\r\n250-SIZE 35882577\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n')
    else if (verb === 'DATA') {
      mode = 'data'
      say('354 End data with <CR><LF>.<CR><LF>\r\n')
    } else if (verb === 'AUTH') startAuth(text)
    else if (verb === 'QUIT') {
      say('221 2.0.0 Bye\r\n')
      return 'quit'
    } else if (verb === 'STAR') say('454 4.7.0 TLS not available\r\n')
    else say('250 2.0.0 OK\r\n')
    return undefined
  }

  function startAuth(text: string): void {
    const [, method = '', initial] = text.split(/\s+/)
    secrets = (method.toUpperCase() === 'LOGIN' ? 2 : 1) - (initial === undefined ? 0 : 1)
    if (secrets === 0) {
      say('235 2.7.0 Authentication successful\r\n')
      return
    }
    mode = 'secret'
    say('334 \r\n')
  }

  return {
    greet: (): void => say('220 mail ESMTP ready\r\n'),
    hear(text: string): 'quit' | undefined {
      if (mode === 'command') return command(text)
      if (mode === 'data') {
        if (text !== '.') return undefined
        mode = 'command'
        say('250 2.0.0 OK: queued\r\n')
      } else if (--secrets <= 0) {
        mode = 'command'
        say('235 2.7.0 Authentication successful\r\n')
      } else say('334 \r\n')
      return undefined
    },
  }
}
