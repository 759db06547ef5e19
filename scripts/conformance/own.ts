import { checkTopic } from '../../test/rules/check-topic.js'
import { readSet } from '../../test/rules/own-set.js'
import { checkRefusal, readRefused } from '../../test/rules/refused.js'
import { makeReport } from './report.js'
import type { Report } from './report.js'

/** Our own set (test/rules): every rule says what its cases say, and what must be refused is, where it must be. */
export async function checkOwn(): Promise<Report> {
  const topics = readSet()
  const outcomes = []
  for (const topic of topics) outcomes.push({ topic, ...(await checkTopic(topic)) })
  const refused = readRefused()
  return makeReport('our own set', {
    counts: {
      topics: topics.length,
      rules: outcomes.reduce((sum, { rules }) => sum + rules, 0),
      cases: outcomes.reduce((sum, { cases }) => sum + cases, 0),
      'texts to refuse': refused.length,
    },
    wrong: [
      ...outcomes.flatMap(({ topic, wrong }) => wrong.map((one) => `${topic.name}: ${one}`)),
      ...refused.flatMap(checkRefusal),
    ],
  })
}
