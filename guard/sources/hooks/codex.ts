import { isObject, isProblem, parseJson } from '@clawback/wire'
import type { Connector } from '../connector.js'
import { gap } from '../gap.js'
import { claudeCode } from './claude-code.js'

/** Hook payloads of Codex: Claude Code's shape, with a `turn_id` where that has a `prompt_id`. */
export const codex: Connector = {
  name: 'codex',
  channel: 'protocol',
  form: 'hook',
  read: (text, look) => {
    const parsed = parseJson(text)
    if (isProblem(parsed) || !isObject(parsed.value))
      return [gap(codex, look, 'malformed', 'not a JSON object', text)]
    const { turn_id: turn, ...rest } = parsed.value
    return claudeCode.read(JSON.stringify({ prompt_id: turn, ...rest }), look)
  },
}
