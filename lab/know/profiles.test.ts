import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestStore, putSamples, samples } from '../export/testkit.js'
import { readProfiles } from './profiles.js'

let kit: Awaited<ReturnType<typeof openTestStore>>
beforeAll(async () => {
  kit = await openTestStore()
  await putSamples(kit.store)
})
afterAll(() => kit.remove())

test('profiles of one verdict come with what says again which they were', async () => {
  const { profiles, origin } = await readProfiles(kit.store.ledger, 'benign')
  expect(profiles).toEqual(samples.filter(({ verdict }) => verdict.label === 'benign').map(({ profile }) => profile)) // prettier-ignore
  expect(origin).toMatchObject({ artifacts: 1, run: 0, store: expect.stringMatching(/^[0-9a-f]{64}$/) as string }) // prettier-ignore
  expect((await readProfiles(kit.store.ledger, 'benign')).origin).toEqual(origin)
})

test('the digest differs when an artifact was judged by other rules', async () => {
  const before = await readProfiles(kit.store.ledger, 'malicious')
  await kit.store.ledger.run("UPDATE examination SET judging = 'other' WHERE verdict = 'malicious'")
  const after = await readProfiles(kit.store.ledger, 'malicious')
  expect(after.origin.store).not.toBe(before.origin.store)
  expect(after.profiles).toEqual(before.profiles)
})
