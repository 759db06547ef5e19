import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResponsePolicy } from '@clawback/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ControlFields, ControlKind, OpenedResponder } from '../ports.js'
import { openResponder } from './responder.js'
import { settleAfter } from './schedule.js'
import { memoryProvider } from './testing/provider.js'
import type { Provider } from './testing/provider.js'
import { questionOf } from './testing/question.js'
import { fakeTime } from './testing/time.js'
import type { FakeTime } from './testing/time.js'

let state = ''
let provider: Provider
let time: FakeTime
let room: OpenedResponder
let records: { kind: ControlKind; fields: ControlFields }[]
let faults: string[]

async function open(settings: Record<string, unknown> = {}): Promise<OpenedResponder> {
  return openResponder(
    {
      state,
      settings: { mode: 'enforce', ...settings },
      where: 'guard.yaml:1',
      vault: { seal: (token) => token, use: () => Promise.resolve(undefined) },
      clock: time,
      record: (kind, fields) => records.push({ kind, fields }),
      fault: (what) => faults.push(what),
    },
    { time, random: () => 1, hooks: new Map([['idp', provider]]) },
  )
}

async function reopen(settings: Record<string, unknown> = {}): Promise<void> {
  await room.stop()
  room = await open(settings)
}

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'responder-'))
  provider = memoryProvider()
  time = fakeTime()
  records = []
  faults = []
  room = await open()
})
afterEach(async () => {
  const report = await room.desk.audit()
  expect(report.problems).toEqual([])
  await room.stop()
  await rm(state, { recursive: true, force: true })
})

/** Resolves once every intent is in one of the states. */
async function until(...states: string[]): Promise<void> {
  const there = async (): Promise<boolean> =>
    (await room.desk.intents()).every((intent) => states.includes(intent.state))
  await expect.poll(there, { interval: 2, timeout: 5_000 }).toBe(true)
}

/** Lets time pass, a step whenever something waits for it, until every intent is in one of the states. */
async function passUntil(...states: string[]): Promise<void> {
  const there = async (): Promise<boolean> => {
    const next = time.next()
    if (next !== undefined) time.advance(next - time.now())
    return (await room.desk.intents()).every((intent) => states.includes(intent.state))
  }
  await expect.poll(there, { interval: 2, timeout: 5_000 }).toBe(true)
}

const statesOf = async (): Promise<string[]> => (await room.desk.intents()).map((intent) => intent.state)

describe('what is done', () => {
  test('the next call is denied before anything is written, and the grant of attribution is revoked', async () => {
    const considered = room.consider(questionOf())
    expect(room.standing(['session-1'])).toMatchObject({ action: 'deny', incident: 'incident-1' })
    expect(room.standing(['session-1', 'child'])).toMatchObject({ action: 'deny' })
    expect(room.standing(['session-2'])).toBeUndefined()
    await considered
    await until('effective')
    expect(provider.blocked).toEqual(new Set(['grant-1']))
    expect(records.map(({ kind }) => kind)).toEqual(['control.deny', 'control.revoke', 'control.verify'])
    expect((await room.desk.intents())[0]).toMatchObject({
      subject: 'grant:grant-1',
      level: 3,
      provider: 'idp',
    })
  })

  test('one incident triggers once, however often it is asked about', async () => {
    for (let no = 0; no < 5; no++) await room.consider(questionOf())
    await until('effective')
    expect(provider.requests).toHaveLength(1)
    await reopen()
    await room.consider(questionOf())
    await until('effective')
    expect(provider.requests).toHaveLength(1)
  })

  test('level 1 denies and asks no provider; level 2 stops; level 4 takes the client', async () => {
    await room.consider(questionOf({ level: 1 }))
    expect(room.standing(['session-1'])?.action).toBe('deny')
    await room.consider(questionOf({ level: 2, incident: 'two', instance: 'session-2' }))
    expect(room.standing(['session-2'])?.action).toBe('stop')
    await room.consider(questionOf({ level: 4, incident: 'four', instance: 'session-4' }))
    await until('effective')
    expect((await room.desk.intents()).map(({ subject }) => subject)).toEqual([
      'session:session-2',
      'client:claude-code',
    ])
  })

  test('the ladder of a pack decides before the rule, and the operator before the pack', async () => {
    const pack: ResponsePolicy = { id: 'pack', entries: [{ rules: ['agent.data.off-hours-pull'], level: 3 }] }
    await room.consider({ ...questionOf({ level: 0 }), policies: [pack] })
    await until('effective')
    await reopen({ policies: [{ entries: [{ tags: ['attack.collection'], level: 0 }] }] })
    await room.consider({ ...questionOf({ incident: 'second', grant: 'grant-2' }), policies: [pack] })
    expect(await statesOf()).toHaveLength(1)
  })

  test('held instances stay held over a restart, and what was queued goes on', async () => {
    provider.script.push({ do: 'throw' })
    await room.consider(questionOf())
    await until('queued')
    await reopen()
    expect(room.standing(['session-1'])).toMatchObject({ action: 'deny', incident: 'incident-1' })
    await passUntil('effective', 'done')
  })
})

describe('what is not done', () => {
  const quiet = async (): Promise<void> => {
    expect(await statesOf()).toEqual([])
    expect(room.standing(['session-1'])).toBeUndefined()
    expect(provider.requests).toEqual([])
  }

  test('an unsigned pack, or a key of too low a level, alerts only', async () => {
    await room.consider(questionOf({ allowed: 0 }))
    await room.consider(questionOf({ incident: 'second', allowed: 2 }))
    await quiet()
  })

  test('shadow rules and retracted alerts ask for nothing', async () => {
    await room.consider(questionOf({ mode: 'shadow' }))
    const question = questionOf({ incident: 'second' })
    await room.consider({
      ...question,
      alerts: question.alerts.map((alert) => ({ ...alert, state: 'retracted' })),
    })
    await quiet()
  })

  test('a protected subject is left alone, whoever of the chain it is', async () => {
    await reopen({ protected: ['human:alice'] })
    await room.consider(questionOf())
    await quiet()
    await reopen({ protected: ['client:claude-code'] })
    await room.consider(questionOf())
    await quiet()
  })

  test('ten thousand claims about the chief executive revoke nothing', async () => {
    const claims = Array.from({ length: 50 }, (_, no) =>
      questionOf({ incident: `incident-${no}`, trust: 0, score: 0.45 }),
    )
    for (let no = 0; no < 10_000; no++) await room.consider(claims[no % 50]!)
    await quiet()
  })

  test('monitor mode writes down what it would have done, and does nothing', async () => {
    await reopen({ mode: 'monitor' })
    await room.consider(questionOf())
    expect(await statesOf()).toEqual(['guarded'])
    expect(room.standing(['session-1'])).toBeUndefined()
    time.advance(60_000)
    expect(provider.requests).toEqual([])
    const [plan] = await room.desk.intents()
    await room.desk.apply(plan!.id, 'bob')
    await until('effective')
  })
})

describe('what waits for a person', () => {
  test('a weak attribution, no effect, canary rules and levels 5 and 6 ask; the instance is held meanwhile', async () => {
    await reopen({ fuse: { most: 50 } })
    const asked: Parameters<typeof questionOf>[0][] = [
      { score: 0.7 },
      { kind: 'prompt.submit' },
      { mode: 'canary' },
      { level: 5 },
      { level: 6 },
    ]
    for (const [no, scene] of asked.entries())
      await room.consider(
        questionOf({ ...scene, incident: `incident-${no}`, instance: `session-${no}`, grant: `grant-${no}` }),
      )
    expect(await statesOf()).toEqual(asked.map(() => 'awaiting_approval'))
    for (const no of asked.keys()) expect(room.standing([`session-${no}`])?.action).toBe('deny')
    expect(provider.requests).toEqual([])
    expect((await room.desk.approvals())[0]).toMatchObject({
      state: 'waiting',
      asks: 'revoke grant grant-0 of agent:claude-code for human:alice at idp (level 3): Records pulled at night (rule agent.data.off-hours-pull). Asked because the attribution is 0.70 sure, 0.85 is needed.',
    })
  })

  test('an approval sends it; a denial does not', async () => {
    await room.consider(questionOf({ score: 0.7 }))
    await room.consider(questionOf({ score: 0.7, incident: 'second', grant: 'grant-2' }))
    const [first, second] = await room.desk.approvals()
    expect(await room.desk.decide(first!.id, 'approve', 'bob')).toMatchObject({
      state: 'approved',
      by: 'bob',
    })
    expect(await room.desk.decide(second!.id, 'deny', 'bob')).toMatchObject({ state: 'denied', by: 'bob' })
    await until('effective', 'cancelled')
    expect(provider.blocked).toEqual(new Set(['grant-1']))
    await expect(room.desk.decide(second!.id, 'approve', 'carol')).rejects.toMatchObject({
      code: 'GUARD_REFUSED',
    })
  })

  test('neither the person nor the agent it is about may decide, nor nobody', async () => {
    await room.consider(questionOf({ score: 0.7 }))
    const [approval] = await room.desk.approvals()
    for (const by of ['alice', 'human:alice', 'agent:claude-code', 'claude-code', 'session-1', 'guard', ' '])
      await expect(room.desk.decide(approval!.id, 'approve', by), by).rejects.toMatchObject({
        code: 'GUARD_REFUSED',
      })
    expect(await statesOf()).toEqual(['awaiting_approval'])
  })

  test('only named people may decide when people are named', async () => {
    await reopen({ approvals: { by: ['bob'] } })
    await room.consider(questionOf({ score: 0.7 }))
    const [approval] = await room.desk.approvals()
    await expect(room.desk.decide(approval!.id, 'approve', 'carol')).rejects.toMatchObject({
      code: 'GUARD_REFUSED',
    })
    await room.desk.decide(approval!.id, 'approve', 'bob')
    await until('effective')
  })

  test('level 5 needs two different people', async () => {
    await room.consider(questionOf({ level: 5 }))
    const [approval] = await room.desk.approvals()
    await room.desk.decide(approval!.id, 'approve', 'bob')
    expect(await room.desk.decide(approval!.id, 'approve', 'bob')).toMatchObject({ state: 'waiting' })
    await room.desk.decide(approval!.id, 'approve', 'carol')
    await until('effective')
  })

  test('nobody answers: asked again, then expired; the hold stays', async () => {
    await reopen({ approvals: { remind_minutes: 30, expire_hours: 2 } })
    await room.consider(questionOf({ score: 0.7 }))
    const start = time.now()
    await passUntil('expired')
    expect(time.now() - start).toBeGreaterThanOrEqual(2 * 60 * 60_000)
    expect(records.filter(({ kind }) => kind === 'approval.request')).toHaveLength(3)
    expect((await room.desk.approvals())[0]).toMatchObject({ state: 'expired' })
    expect(room.standing(['session-1'])?.action).toBe('deny')
  })

  test('when the missing evidence arrives, nobody has to answer any more', async () => {
    await room.consider(questionOf({ score: 0.7 }))
    expect(await statesOf()).toEqual(['awaiting_approval'])
    await room.consider(questionOf({ score: 0.9 }))
    await until('effective')
  })
})

describe('the fuse', () => {
  test('a rule that matches everything is stopped after a few; the rest wait, unheld, until a person decides', async () => {
    for (let no = 0; no < 40; no++)
      await room.consider(
        questionOf({ incident: `incident-${no}`, instance: `session-${no}`, grant: `grant-${no}` }),
      )
    await until('effective', 'awaiting_approval')
    const states = await statesOf()
    expect(states.filter((each) => each === 'effective')).toHaveLength(5)
    expect(provider.blocked.size).toBe(5)
    expect(
      Array.from({ length: 40 }, (_, no) => room.standing([`session-${no}`])).filter(Boolean),
    ).toHaveLength(5)
    expect(await room.desk.switches()).toEqual({
      mode: 'enforce',
      frozen: false,
      blownFuses: ['grant', 'hold'],
    })
  })

  test('it stays blown over time and restarts, until a person puts in a new one', async () => {
    const storm = async (from: number): Promise<void> => {
      for (let no = from; no < from + 7; no++)
        await room.consider(
          questionOf({ incident: `incident-${no}`, instance: `session-${no}`, grant: `grant-${no}` }),
        )
      await until('effective', 'done', 'awaiting_approval')
    }
    await storm(0)
    time.advance(24 * 60_000)
    await reopen()
    await storm(100)
    expect(provider.blocked.size).toBe(5)
    await expect(room.desk.resetFuse('grant', '')).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
    await room.desk.resetFuse('grant', 'bob')
    await storm(200)
    expect(provider.blocked.size).toBe(10)
  })

  test('what was done wrongly is given back by one command per incident', async () => {
    for (let no = 0; no < 3; no++)
      await room.consider(
        questionOf({ incident: `incident-${no}`, instance: `session-${no}`, grant: `grant-${no}` }),
      )
    await until('effective')
    for (let no = 0; no < 3; no++) await room.desk.restore(`incident-${no}`, 'bob')
    await until('restored', 'done')
    expect(provider.blocked.size).toBe(0)
    expect(room.standing(['session-0'])).toBeUndefined()
  })
})

describe('giving back', () => {
  test('restore undoes the revocation, lifts the hold, and the same incident does not take it again', async () => {
    await room.consider(questionOf())
    await until('effective')
    expect(await room.desk.restore('incident-1', 'bob')).toHaveLength(1)
    expect(room.standing(['session-1'])).toBeUndefined()
    await until('restored', 'done')
    expect(provider.blocked.size).toBe(0)
    await room.consider(questionOf())
    time.advance(settleAfter)
    await until('restored', 'done')
    expect(provider.blocked.size).toBe(0)
    expect(records.map(({ kind }) => kind)).toContain('control.restore')
  })

  test('a subject that was given back is not taken again without a person for a while', async () => {
    await room.consider(questionOf())
    await until('effective')
    await room.desk.restore('incident-1', 'bob')
    await until('restored', 'done')
    await room.consider(questionOf({ incident: 'incident-2' }))
    expect((await room.desk.approvals())[0]?.asks).toContain('given back a short time ago')
    await reopen()
    await room.consider(questionOf({ incident: 'incident-3' }))
    expect(await room.desk.approvals()).toHaveLength(2)
  })

  test('what was not sent yet is called off', async () => {
    await room.consider(questionOf({ score: 0.7 }))
    await room.desk.restore('incident-1', 'bob')
    expect(await statesOf()).toEqual(['cancelled'])
    expect(room.standing(['session-1'])).toBeUndefined()
  })

  test('nobody gives themselves back', async () => {
    await room.consider(questionOf())
    await until('effective')
    await expect(room.desk.restore('incident-1', 'alice')).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
    await room.consider(questionOf({ level: 1, incident: 'second' }))
    await expect(room.desk.restore('second', 'alice')).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
    await expect(room.desk.restore('nothing', 'bob')).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
  })

  test('a dead letter is said aloud, and can be sent again by hand', async () => {
    provider.script.push({ do: 'answer', outcome: 'refused' })
    await room.consider(questionOf())
    await until('dead_letter', 'awaiting_approval')
    expect(faults).toHaveLength(1)
    const [dead] = await room.desk.intents()
    await room.desk.apply(dead!.id, 'bob')
    await until('dead_letter', 'awaiting_approval', 'effective')
    expect(provider.blocked).toEqual(new Set(['grant-1']))
  })

  test('what could not be taken on one rung is asked for on the next, never just done', async () => {
    provider.script.push(...Array.from({ length: 3 }, () => ({ do: 'answer', outcome: 'refused' }) as const))
    await room.consider(questionOf({ level: 4 }))
    for (const subject of ['client:claude-code', 'agent:agent:claude-code', 'human:human:alice']) {
      await expect.poll(async () => (await room.desk.intents()).at(-1)?.subject).toBe(subject)
      if (subject.startsWith('client')) continue
      const waiting = (await room.desk.approvals()).filter((each) => each.state === 'waiting')
      expect(waiting.map(({ asks }) => asks)).toEqual([expect.stringContaining('failed: revoke refused')])
      await room.desk.decide(waiting[0]!.id, 'approve', 'bob')
    }
    expect(provider.requests).toHaveLength(2)
    expect((await room.desk.approvals()).at(-1)).toMatchObject({ state: 'waiting' })
  })
})

describe('an operator', () => {
  test('freezes automation: what is held stays held, everything new asks; over a restart, until thawed', async () => {
    await room.consider(questionOf({ level: 1, incident: 'before', instance: 'before' }))
    await room.desk.freeze(true, 'bob')
    await reopen()
    await room.consider(questionOf())
    expect(room.standing(['before'])?.action).toBe('deny')
    expect(await statesOf()).toEqual(['awaiting_approval'])
    await room.desk.freeze(false, 'bob')
    await room.consider(questionOf({ incident: 'second', grant: 'grant-2', instance: 'session-2' }))
    await until('awaiting_approval', 'effective')
    expect(provider.blocked).toEqual(new Set(['grant-2']))
  })
})

test('everything is in the audit chain under a name', async () => {
  await room.consider(questionOf({ score: 0.7 }))
  const [approval] = await room.desk.approvals()
  await room.desk.decide(approval!.id, 'approve', 'bob')
  await until('effective')
  await room.desk.restore('incident-1', 'carol')
  await until('restored', 'done')
  const report = await room.desk.audit()
  expect(report).toMatchObject({ problems: [] })
  expect(report.rows).toBeGreaterThan(15)
  expect((await readdir(state)).sort()).toEqual(
    expect.arrayContaining(['audit-checkpoints.ndjson', 'audit.key', 'response.sqlite']),
  )
  expect(await readFile(join(state, 'audit-checkpoints.ndjson'), 'utf8')).toContain('"signature"')
})
