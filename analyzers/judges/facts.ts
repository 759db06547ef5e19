import type { Fact } from '@clawback/model'

import type { ReadContext } from '../context.js'
import { probeFields } from '../probe-fields.js'
import type { JudgeExcerpt, Judgement, JudgeQuestion, JudgeRequest } from './judge.js'
import { promptVersion } from './prompt.js'

/** Roles of text a judge is shown, in this order while there is room. */
const roles: readonly string[] = [
  'frontmatter',
  'comment',
  'tool-description',
  'paragraph',
  'list-item',
  'heading',
  'quote',
  'table',
  'html',
]

/** What a judge is asked about one artifact: its words, what is hidden or decoded in it, and where its data goes. */
export function judgeRequest(
  artifact: string,
  facts: readonly Fact[],
  questions: readonly JudgeQuestion[],
): JudgeRequest {
  const excerpts = new Map<string, JudgeExcerpt>()
  const ranked = facts.map((fact) => ({ fact, rank: rankOf(fact) })).filter(({ rank }) => rank >= 0)
  for (const { fact } of ranked.sort((a, b) => a.rank - b.rank)) {
    const where = `${fact['file.path'] ?? ''}:${fact['code.line.number'] ?? 1}`
    const text = textOf(fact)
    const known = excerpts.get(where)
    excerpts.set(where, {
      where,
      text:
        known === undefined || known.text.includes(text) ? (known?.text ?? text) : `${known.text}\n${text}`,
    })
  }
  return { artifact, questions, excerpts: [...excerpts.values()] }
}

function rankOf(fact: Fact): number {
  switch (fact.kind) {
    case 'tool.describe':
    case 'text.hidden':
    case 'text.decoded':
    case 'code.flow':
      return 0
    case 'text.span':
      return roles.indexOf(fact['text.role'] ?? '')
    default:
      return -1
  }
}

function textOf(fact: Fact): string {
  if (fact.kind === 'tool.describe')
    return `tool ${fact['gen_ai.tool.name'] ?? ''}: ${fact['gen_ai.tool.description'] ?? ''}`
  if (fact.kind === 'code.flow')
    return `data flows from ${fact['code.flow.source'] ?? ''} to ${fact['code.flow.sink'] ?? ''}`
  return fact['text.content'] ?? ''
}

/** What a judge said, as facts: a match per yes, a gap where it could not say. Never a verdict. */
export function judgeFacts(request: JudgeRequest, judgement: Judgement, context: ReadContext): Fact[] {
  const speaker = context.as(
    'judge',
    judgement.outcome === 'answered' ? `${judgement.model} prompt ${promptVersion}` : promptVersion,
  )
  if (judgement.outcome === 'unknown')
    return [speaker.gap('judge-unknown', undefined, `${judgement.why}: ${judgement.detail}`, false)]
  const questions = new Map(request.questions.map((question) => [question.id, question]))
  return judgement.answers.flatMap(({ question, answer, reason, where }) => {
    if (answer === 'unknown')
      return [speaker.gap('judge-unknown', undefined, `${question}: ${reason}`, false)]
    if (answer === 'no') return []
    return where.slice(0, 4).map((place) => {
      const at = place.lastIndexOf(':')
      return speaker.buildFact('text.match', {
        'file.path': place.slice(0, at),
        'code.line.number': Number(place.slice(at + 1)),
        'text.content': reason,
        'text.role': 'judge',
        ...probeFields(questions.get(question)),
      })
    })
  })
}
