import { afterAll, beforeAll, expect, test } from 'vitest'
import { examined, exported, openTestStore, putSamples, samples } from '../testkit.js'
import type { OcsfObject } from './object.js'

let kit: Awaited<ReturnType<typeof openTestStore>>
let text = ''
let all: readonly OcsfObject[] = []
beforeAll(async () => {
  kit = await openTestStore()
  await putSamples(kit.store)
  text = await exported(kit.store, 'ocsf')
  all = text.trimEnd().split('\n').map((line) => JSON.parse(line) as OcsfObject) // prettier-ignore
})
afterAll(() => kit.remove())

/** What a Detection Finding of OCSF 1.8.0 requires, with the type of each. */
const required: Readonly<Record<string, unknown>> = {
  activity_id: 1,
  category_uid: 2,
  class_uid: 2004,
  type_uid: 200401,
  severity_id: expect.any(Number) as number,
  time: Date.parse(examined),
  metadata: { version: '1.8.0', product: { name: 'Clawback', vendor_name: 'Clawback', version: '0.1.0' } },
  finding_info: {
    uid: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    title: expect.any(String) as string,
  },
}

test('there is one for each finding, with everything that is required', async () => {
  expect(all).toHaveLength(samples.flatMap(({ findings }) => findings).length)
  for (const one of all) {
    expect(one).toMatchObject(required)
    expect([1, 2, 3, 4, 5]).toContain(one['severity_id'])
    expect(one['resources']).toEqual([
      expect.objectContaining({ type: 'skill', name: expect.stringMatching(/^skill x/) as string }),
    ])
    for (const evidence of one['evidences'] as OcsfObject[]) expect(evidence).toHaveProperty('data')
  }
  const uids = all.map((one) => (one['finding_info'] as { uid: string }).uid)
  expect(new Set(uids).size).toBe(all.length)
  expect(await exported(kit.store, 'ocsf')).toBe(text)
  expect(await exported(kit.store, 'ocsf', { name: ['nobody'] })).toBe('')
})

test('what somebody decided about is suppressed, with the reason, and no alert', () => {
  const [decided, ...others] = all.filter((one) => one['status_id'] === 3)
  expect(others).toHaveLength(samples.length - 1)
  expect(decided).toMatchObject({ status: 'Suppressed', is_alert: false })
  expect(decided?.['status_detail']).toMatch(/^Known: /)
  const alerts = all.filter((one) => one['is_alert'] === true)
  expect(alerts).toHaveLength(2 * 3)
})

test('a sub-technique stands beside its technique', () => {
  const attacks = all.flatMap((one) => (one['finding_info'] as { attacks?: unknown[] }).attacks ?? [])
  expect(attacks).toContainEqual({
    technique: { uid: 'T1027' },
    sub_technique: { uid: 'T1027.013', src_url: 'https://attack.mitre.org/techniques/T1027/013' },
  })
})

test('text of samples is safe to display', () => {
  expect(text).not.toMatch(/\\u001b|\\u0000|\u202e/)
})
