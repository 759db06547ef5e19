import { utf8 } from './codecs/bytes.js'
import { reverse, rot13 } from './codecs/escapes.js'
import type { Candidate } from './candidate.js'
import { countWords, everyday, tellingWords, wordList } from './meaningful.js'

/** Letters of one line, units; a longer one is looked at in pieces. */
const longest = 4096

const turns = [
  { encoding: 'rot13', turn: rot13, words: wordList(everyday.map(rot13)) },
  { encoding: 'reversed', turn: reverse, words: wordList(everyday.map(reverse)) },
] as const
const either = wordList([...everyday.map(rot13), ...everyday.map(reverse)])

/** Lines that only make sense rotated or backwards: they gain telling words that they do not have as they stand. */
export function* turned(text: string): Generator<Candidate> {
  if (countWords(text, either) < 2 && !hasLongLine(text)) return
  for (const match of text.matchAll(/[^\n]{12,4096}/g)) {
    const line = match[0]
    if (countWords(line, either) < 2) continue
    const plain = tellingWords(line)
    for (const { encoding, turn, words } of turns) {
      // The words of the turned line are the turned words of the line.
      if (countWords(line, words) < plain + 2) continue
      const other = turn(line)
      yield { encoding, start: match.index, end: match.index + line.length, decode: () => utf8(other) }
    }
  }
}

/** Where a line is cut, a word may begin that does not begin in the text. */
function hasLongLine(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at)
    const end = next < 0 ? text.length : next
    if (end - at > longest) return true
    at = end + 1
  }
  return false
}
