import { describe, expect, it } from 'vitest'
import { checkTopic } from './check-topic.js'
import { readSet } from './own-set.js'
import { checkRefusal, readRefused } from './refused.js'

describe('our own conformance set', () => {
  const topics = readSet()
  it.each(topics)('$name says of every event what its cases say', async (topic) => {
    expect((await checkTopic(topic)).wrong).toEqual([])
  })

  it('gives no id twice', () => {
    const ids = topics.flatMap(({ cases }) => Object.keys(cases))
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  it('is large enough to mean something', async () => {
    const outcomes = await Promise.all(topics.map(checkTopic))
    expect(outcomes.reduce((sum, { rules }) => sum + rules, 0)).toBeGreaterThanOrEqual(300)
    expect(outcomes.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(900)
  })
})

describe('rules that must be refused', () => {
  const refused = readRefused()
  it.each(refused)('$name', (one) => {
    expect(checkRefusal(one)).toEqual([])
  })

  it('are many', () => {
    expect(refused.length).toBeGreaterThanOrEqual(40)
  })
})
