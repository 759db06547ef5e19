import { canonicalJson, ClawbackError, sha256 } from '@clawback/model'
import type { Model, ModelReply, ModelRequest } from './model.js'

/** One exchange, one line of a recording (JSONL). */
interface Exchange {
  readonly key: string
  readonly request: ModelRequest
  readonly reply: ModelReply
}

/** Hands every exchange with a model on, as one line of a recording without its end of line. */
export function recordModel(model: Model, write: (line: string) => void): Model {
  return {
    async next(request) {
      const reply = await model.next(request)
      write(JSON.stringify({ key: keyOf(request), request, reply } satisfies Exchange))
      return reply
    },
  }
}

/**
 * A model that repeats a recording in its order. What the tools gave back is not compared: that is the cell's to say,
 * and times and process ids differ in it. Anything else that differs is RECORDING_MISMATCH with the line; a line that
 * is no exchange is INPUT_MALFORMED.
 */
export function replayModel(text: string, name: string): Model {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  let at = 0
  return {
    next(request) {
      return new Promise((resolve) => {
        at += 1
        const line = lines[at - 1]
        const where = `${name}:${at}`
        if (line === undefined)
          throw new ClawbackError('RECORDING_MISMATCH', {
            where,
            detail: `it ends after ${at - 1} exchanges`,
          })
        const { key, reply } = readExchange(line, where)
        if (key !== keyOf(request))
          throw new ClawbackError('RECORDING_MISMATCH', {
            where,
            detail: 'another request was recorded here',
          })
        resolve(reply)
      })
    },
  }
}

/** Digest of a request without what tools gave back. */
export function keyOf(request: ModelRequest): string {
  const messages = request.messages.map(({ role, content }) => ({
    role,
    content: content.map((block) =>
      block.type === 'tool_result' ? { type: block.type, tool_use_id: block.tool_use_id } : block,
    ),
  }))
  return sha256(canonicalJson(JSON.parse(JSON.stringify({ ...request, messages }))))
}

function readExchange(line: string, where: string): Exchange {
  const mend = 'Record it again, or remove the line.'
  try {
    const value = JSON.parse(line) as Partial<Exchange> | null
    if (typeof value?.key === 'string' && Array.isArray(value.reply?.content)) return value as Exchange
  } catch {
    // Told below.
  }
  throw new ClawbackError('INPUT_MALFORMED', { where, detail: 'not an exchange of a recording', mend })
}
