import { randomUUID } from 'node:crypto'
import type { Receipt, RevocationIntent } from '@clawback/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Hook } from '../../guard/response/hook.js'
import type { Fault } from '../tools/fault-proxy.js'

/** A hook beside something that really enforces, with one subject that has access and one bystander. */
export interface HookScene {
  readonly hook: Hook
  readonly subject: RevocationIntent['subject']
  /** Whether the subject gets in, now, with what it held at the start. */
  hasAccess(): Promise<boolean>
  /** Whether it can get in by asking anew. */
  canReturn(): Promise<boolean>
  bystanderHasAccess(): Promise<boolean>
  /** Spoils the next request that takes access away. */
  spoil?(fault: Fault): void
  /** Values that may stand in no receipt and no error. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

type Case = 'effect' | 'twice' | 'bystander' | 'restore' | 'overload' | 'hang' | 'abort'

/** The contract of the Hook port. `skips`: case -> why it cannot be asked of this implementation. */
export function hookContract(
  name: string,
  open: () => Promise<HookScene>,
  skips: Readonly<Partial<Record<Case, string>>> = {},
): void {
  describe(`hook contract: ${name}`, () => {
    let scene: HookScene
    const said: unknown[] = []
    const signal = (): AbortSignal => AbortSignal.timeout(5_000)
    const noted = async (answer: Promise<Receipt>): Promise<Receipt> => {
      const receipt = await answer.catch((error: unknown) => {
        said.push(error, String(error), error instanceof Error ? error.stack : '')
        throw error
      })
      said.push(receipt)
      return receipt
    }
    const intent = (operation: 'revoke' | 'restore' = 'revoke'): RevocationIntent => ({
      id: randomUUID(),
      incident: 'incident',
      level: 3,
      provider: scene.hook.provider,
      operation,
      subject: scene.subject,
      reason: 'contract',
      alerts: [],
      idempotencyKey: randomUUID(),
      state: 'sending',
      attempts: 1,
      times: {},
    })
    const on = (which: Case, title: string, body: () => Promise<void>): void => {
      const reason = skips[which]
      if (reason === undefined) test(title, body)
      else test.skip(`${title} (${reason})`, body)
    }

    beforeEach(async () => {
      scene = await open()
    })
    afterEach(async () => {
      const words = JSON.stringify(said)
      for (const secret of scene.secrets) expect(words).not.toContain(secret)
      said.length = 0
      await scene.close()
    })

    test('it can act on the subject, and names itself in what it answers', async () => {
      expect(scene.hook.subjects).toContain(scene.subject.type)
      const wanted = intent()
      expect(await noted(scene.hook.revoke(wanted, signal()))).toMatchObject({
        intent: wanted.id,
        provider: scene.hook.provider,
        operation: 'revoke',
      })
    })

    on('effect', 'what is effective is really gone, and what is not is said so before', async () => {
      const wanted = intent()
      expect(await scene.hasAccess()).toBe(true)
      expect((await noted(scene.hook.verify(wanted, undefined, signal()))).outcome).toBe('not_effective')
      expect((await noted(scene.hook.revoke(wanted, signal()))).outcome).toBe('accepted')
      expect((await noted(scene.hook.verify(wanted, undefined, signal()))).outcome).toBe('effective')
      expect(await scene.hasAccess()).toBe(false)
    })

    on('twice', 'asked twice, it is done and stays done', async () => {
      const wanted = intent()
      const first = await noted(scene.hook.revoke(wanted, signal()))
      const second = await noted(scene.hook.revoke(wanted, signal()))
      expect([first.outcome, second.outcome]).toEqual(['accepted', 'accepted'])
      expect(await scene.hasAccess()).toBe(false)
    })

    on('bystander', 'nobody else is hit', async () => {
      await noted(scene.hook.revoke(intent(), signal()))
      expect(await scene.bystanderHasAccess()).toBe(true)
    })

    on('restore', 'what can be given back is given back', async () => {
      const wanted = intent()
      const undo = await scene.hook.prepare?.(wanted, signal())
      await noted(scene.hook.revoke(wanted, signal()))
      const back = intent('restore')
      expect((await noted(scene.hook.restore(back, undo, signal()))).outcome).toBe('accepted')
      expect((await noted(scene.hook.verify(back, undo, signal()))).outcome).toBe('effective')
      expect(await scene.canReturn()).toBe(true)
    })

    on('overload', 'a provider that is overloaded is asked again when it says', async () => {
      scene.spoil?.({ do: 'answer', status: 429, headers: { 'retry-after': '7' } })
      expect(await noted(scene.hook.revoke(intent(), signal()))).toMatchObject({
        outcome: 'retry',
        retryAfterMs: 7_000,
      })
      expect(await scene.hasAccess()).toBe(true)
    })

    on(
      'hang',
      'an answer that never comes is an error, though the provider did it: verify tells',
      async () => {
        scene.spoil?.({ do: 'execute-then-hang' })
        const wanted = intent()
        await expect(noted(scene.hook.revoke(wanted, AbortSignal.timeout(300)))).rejects.toThrow()
        await expect
          .poll(async () => (await noted(scene.hook.verify(wanted, undefined, signal()))).outcome)
          .toBe('effective')
        expect(await scene.hasAccess()).toBe(false)
      },
    )

    on('abort', 'called off before it began, it does nothing', async () => {
      await expect(noted(scene.hook.revoke(intent(), AbortSignal.abort()))).rejects.toThrow()
      expect(await scene.hasAccess()).toBe(true)
    })
  })
}
