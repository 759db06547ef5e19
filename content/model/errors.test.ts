import { describe, expect, test } from 'vitest'
import { ClawbackError, errorTable } from './errors.js'
import type { ErrorCode } from './errors.js'

describe('the error table', () => {
  test.each(Object.entries(errorTable))(
    '%s says what happened, how to mend it, and how to exit',
    (code, entry) => {
      const [exit, message, mend] = entry
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
      expect([2, 3, 4, 5]).toContain(exit)
      expect(message.length).toBeGreaterThan(3)
      expect(mend).toMatch(/[.}]$/)
    },
  )

  test('places are filled in, missing ones are empty, values are not templates', () => {
    const error = new ClawbackError('RULE_INVALID', {
      where: 'r.yml:3:5',
      detail: 'no {mend} here',
      mend: 'Mend it.',
    })
    expect(error).toMatchObject({
      name: 'ClawbackError',
      code: 'RULE_INVALID',
      message: 'r.yml:3:5: no {mend} here',
      mend: 'Mend it.',
      exitCode: 3,
    })
    expect(new ClawbackError('TOOL_MISSING', { tool: 'strace' }).mend).toBe('')
    expect(
      new ClawbackError('USAGE', JSON.parse('{"__proto__":"x"}') as Record<string, string>).message,
    ).toBe('')
  })

  test('the cause is kept', () => {
    const cause = new Error('deep')
    expect(new ClawbackError('INTERNAL', { detail: 'x' }, cause).cause).toBe(cause)
    expect(new ClawbackError('INTERNAL', { detail: 'x' }).cause).toBeUndefined()
  })

  test('codes are pinned: scripts depend on them', () => {
    const codes: readonly ErrorCode[] = Object.keys(errorTable) as ErrorCode[]
    for (const code of [
      'USAGE',
      'INPUT_NOT_FOUND',
      'RULE_INVALID',
      'PACK_INVALID',
      'PACK_UNTRUSTED',
      'PACK_EXPIRED',
      'RECORD_INVALID',
      'INTERNAL',
    ])
      expect(codes).toContain(code)
  })
})
