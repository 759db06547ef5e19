import { redact, safeDisplay } from '@clawback/text'

import type { JudgeAnswer, JudgeRequest } from './judge.js'

/**
 * Checks what came through the tool against what was asked: only known questions, each once, only the three answers,
 * only places that were shown; a yes that rests on nothing shown is unknown. Undefined when it is not of that form.
 */
export function checkAnswers(value: unknown, request: JudgeRequest): readonly JudgeAnswer[] | undefined {
  const given = isObject(value) && Object.hasOwn(value, 'answers') ? value['answers'] : undefined
  if (!Array.isArray(given)) return undefined
  const asked = new Set(request.questions.map(({ id }) => id))
  const shown = new Set(request.excerpts.map(({ where }) => where))
  const answers = new Map<string, JudgeAnswer>()
  for (const one of given as readonly unknown[]) {
    if (!isObject(one)) return undefined
    const { question, answer, reason, where } = one
    if (typeof question !== 'string' || !asked.has(question) || answers.has(question)) return undefined
    if ((answer !== 'yes' && answer !== 'no' && answer !== 'unknown') || typeof reason !== 'string')
      return undefined
    const places = Array.isArray(where)
      ? where.filter((place): place is string => typeof place === 'string' && shown.has(place))
      : []
    answers.set(question, {
      question,
      answer: answer === 'yes' && places.length === 0 ? 'unknown' : answer,
      reason: redact(safeDisplay(reason.slice(0, 600))).text,
      where: places.slice(0, 16),
    })
  }
  return request.questions.map(
    ({ id }) => answers.get(id) ?? { question: id, answer: 'unknown', reason: '', where: [] },
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
