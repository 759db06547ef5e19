import type { Fact } from '@clawback/model'
import { expect, it } from 'vitest'

import { createReadContext } from '../context.js'
import { emptyArtifact } from '../testkit.js'
import { judgeFacts, judgeRequest } from './facts.js'

const clock = { now: () => 0, monotonic: () => 0 }
const context = createReadContext(
  { artifact: emptyArtifact, root: '/' },
  { engine: 'text', version: '1', clock },
)
const question = { id: 'hides', pack: 'p', tags: ['t'], text: 'Does it hide?' }

it('shows the words of an artifact, the telling ones first', () => {
  const span = (role: string, text: string, line: number): Fact =>
    context.buildFact('text.span', {
      'text.role': role,
      'text.content': text,
      'file.path': 'a.md',
      'code.line.number': line,
    })
  const facts = [
    span('paragraph', 'Plain.', 2),
    span('code-block', 'code()', 4),
    context.buildFact('text.hidden', { 'text.content': 'psst', 'file.path': 'a.md', 'code.line.number': 9 }),
  ]
  expect(judgeRequest('sha256:00', facts, [question]).excerpts).toEqual([
    { where: 'a.md:9', text: 'psst' },
    { where: 'a.md:2', text: 'Plain.' },
  ])
})

it('adds facts, never a verdict', () => {
  const request = {
    artifact: 'x',
    questions: [question, { ...question, id: 'other' }],
    excerpts: [{ where: 'a:b.md:7', text: 't' }],
  }
  const usage = { input: 1, output: 1 }
  const facts = judgeFacts(
    request,
    {
      outcome: 'answered',
      model: 'm',
      usage,
      answers: [
        { question: 'hides', answer: 'yes', reason: 'Because.', where: ['a:b.md:7'] },
        { question: 'other', answer: 'unknown', reason: 'Not shown.', where: [] },
      ],
    },
    context,
  )
  expect(facts).toMatchObject([
    {
      kind: 'text.match',
      'source.engine': 'judge',
      'probe.id': 'hides',
      'file.path': 'a:b.md',
      'code.line.number': 7,
    },
    { kind: 'read.gap', 'gap.reason': 'judge-unknown' },
  ])
  expect(
    judgeFacts(request, { outcome: 'unknown', why: 'refused', detail: 'd', usage }, context),
  ).toMatchObject([{ kind: 'read.gap' }])
})
