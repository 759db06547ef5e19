import { afterAll, beforeAll, expect, test } from 'vitest'
import { exported, openTestStore, putSamples } from './testkit.js'

let kit: Awaited<ReturnType<typeof openTestStore>>
beforeAll(async () => {
  kit = await openTestStore()
  await putSamples(kit.store)
  await kit.store.ledger.run(
    `INSERT INTO source (source, collection, locator, stamp, tried, code, reason)
     VALUES ('c/9', 'c', 'gone', '', '', 'INPUT_NOT_FOUND', 'There is nothing there.')`,
  )
})
afterAll(() => kit.remove())

test('the log is that of a scan: results, verdicts, and what could not be looked at whatever was selected', async () => {
  for (const [filter, results, artifacts] of [
    [{}, true, 4],
    [{ name: ['nobody'] }, false, 0],
  ] as const) {
    const log = JSON.parse(await exported(kit.store, 'sarif', filter)) as {
      runs: [{ results: unknown[]; properties: { assessments: unknown[] }; invocations: unknown[] }]
    }
    const [run] = log.runs
    expect([run.results.length > 0, run.properties.assessments.length]).toEqual([results, artifacts])
    expect(JSON.stringify(run.invocations)).toMatch(/"executionSuccessful":false.*INPUT_NOT_FOUND/)
  }
})
