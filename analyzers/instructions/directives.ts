import type { Directive, DirectiveContext } from './directive.js'
import { audienceOf, moodOf, objectOf, secrecy, verbs } from './lexicon.js'

/** Most sentences of one text looked at, and units of one sentence. */
const most = { sentences: 400, units: 600 }

/**
 * Finds imperatives: clauses that begin with a verb of the lexicon, or that tell the reader to (`you must run`). English
 * only; what is said in other languages is not found here.
 */
export function findDirectives(text: string, context: DirectiveContext): Directive[] {
  const found: Directive[] = []
  for (const { sentence, start } of sentences(text)) {
    const quiet = secrecy.test(sentence)
    for (const clause of clauses(sentence)) {
      const order = imperative(clause)
      // `Save and Use`, `Push to Remote`: titles of sections are written like orders and are none.
      if (order === undefined || (context.role === 'heading' && !order.stressed)) continue
      found.push({
        verb: order.verb,
        object: objectOf(order.rest),
        audience: audienceOf(sentence) ?? context.addressee,
        mood: order.negated ? 'forbid' : moodOf(sentence, clause, context),
        secrecy: quiet,
        sentence,
        start,
      })
    }
  }
  return found
}

function sentences(text: string): { readonly sentence: string; readonly start: number }[] {
  const found: { sentence: string; start: number }[] = []
  // A sentence ends at a line break that is not mere wrapping, or at a stop followed by space.
  for (const match of text.matchAll(/[^\n.!?;]+(?:[.!?;](?!\s|$)[^\n.!?;]*)*[.!?;]?|\n/g)) {
    const sentence = match[0].trim().slice(0, most.units)
    if (sentence.length >= 4) found.push({ sentence, start: match.index })
    if (found.length >= most.sentences) break
  }
  return found
}

/** Parts of a sentence that may each hold an order. */
function clauses(sentence: string): string[] {
  return sentence
    .replace(/\bcopy (?:and|then|&) paste\b/gi, 'paste')
    .split(
      /,\s+(?:and\s+|then\s+|but\s+)?|\s+(?:and then|then|and also|and)\s+|:\s+|\s+[-–—]\s+|\s+to\s+(?=(?:run|execute|install|download|send)\b)/i,
    )
    .map((clause) => clause.replace(/^[\s"'“”‘’*_>#()[\]\d.•|-]+/, ''))
    .filter((clause) => clause.length > 2)
}

const lead =
  /^(?:(?:first|next|finally|now|also|again|instead|always|immediately|automatically|silently|secretly|quietly|simply|just|please|kindly|before \S+|after \S+|step \d+|important|note|if [^,]{0,80}),?\s+){0,3}/i
const must =
  '(?:must|should|shall|need to|needs to|have to|has to|will|can|are required to|is required to|are to)\\s+(?:always\\s+|also\\s+|first\\s+|now\\s+|immediately\\s+|then\\s+)?'
const who = '(?:you|the (?:agent|assistant|model|user|ai)|claude|users?|agents?|the llm)'
/** What turns the verb behind it into an order; the subject may stand behind a condition (`before use you must …`). */
const command = new RegExp(
  `^(?:.{0,80}?\\b)?${who}\\s+${must}|^(?:make sure|be sure|ensure|remember|don't forget|do not forget|your (?:task|job|first step|goal) is|you are (?:required|instructed|expected|asked)|it is (?:required|mandatory|necessary|important)|required|mandatory)\\s+(?:to|that you)\\s+`,
  'i',
)
const negation =
  /^(?:(?:you|the (?:agent|assistant|model|user|ai)|claude)\s+(?:must|should|shall|may|can|will)\s*(?:not|never)|(?:must|should|may|can)\s*not|do\s+not|don['’]t|never|avoid|refrain from|without)\s+(?:ever\s+)?/i

function imperative(
  clause: string,
):
  | { readonly verb: string; readonly rest: string; readonly negated: boolean; readonly stressed: boolean }
  | undefined {
  const bare = clause.replace(lead, '')
  const denied = negation.exec(bare)?.[0]
  const asked = denied === undefined ? (command.exec(bare)?.[0] ?? '') : denied
  const words = bare.slice(asked.length)
  const first = /^[a-z]+(?:['’][a-z]+)?/i.exec(words)?.[0]?.toLowerCase()
  if (first === undefined) return undefined
  const two = /^[a-z]+\s+[a-z]+/i.exec(words)?.[0]?.toLowerCase().replace(/\s+/, ' ')
  const key = two !== undefined && verbs.has(two) ? two : first
  // "avoid running", "without telling": the verb stands as a gerund.
  const verb = verbs.get(key) ?? (denied === undefined ? undefined : verbs.get(stem(key)))
  return verb === undefined
    ? undefined
    : {
        verb,
        rest: words.slice(key.length),
        negated: denied !== undefined,
        stressed: asked !== '' || words.endsWith('!'),
      }
}

function stem(word: string): string {
  if (!word.endsWith('ing')) return word
  const root = word.slice(0, -3)
  if (verbs.has(root)) return root
  if (verbs.has(`${root}e`)) return `${root}e`
  return root.replace(/(.)\1$/, '$1')
}
