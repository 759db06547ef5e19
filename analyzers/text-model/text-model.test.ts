import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'

import { ClawbackError } from '@clawback/model'

import { openTextModel } from './open.js'
import { scoreText } from './score.js'
import { modelOf } from './testkit.js'
import { mostUnits, tokensOf } from './tokens.js'
import { windowsOf } from './buckets.js'

const model = openTextModel(modelOf(['wire the money']))
const filler = 'plain words of a page that asks for nothing at all and goes on for some time '

describe('tokens', () => {
  it('hide addresses, numbers and long words, so that none can be learned', () => {
    const words = tokensOf('Send 42 to https://a.example/x?y=1 ' + 'k'.repeat(40)).map(({ text }) => text)
    expect(words).toEqual(['send', '<number>', 'to', '<url>', '<long>'])
  })

  test('lie in the text, in order, without overlap, within the cap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const ends = tokensOf(text).flatMap(({ from, to }) => [from, to])
        expect(ends).toEqual([...ends].sort((a, b) => a - b))
        expect(ends.at(-1) ?? 0).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

test('windows cover every token, and each but a short text is as long as asked', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 2, max: 64 }), (count, length) => {
      const windows = windowsOf(count, length)
      const covered = new Set<number>()
      for (const [from, to] of windows) {
        expect(to - from).toBe(Math.min(count, length))
        for (let at = from; at < to; at++) covered.add(at)
      }
      expect(covered.size).toBe(count)
    }),
  )
})

describe('a score', () => {
  it('is that of the worst window, which it points at with what made it', () => {
    const text = `${filler.repeat(3)}now wire the money. ${filler.repeat(3)}`
    const scored = scoreText(text, model)
    expect(scored?.score).toBeGreaterThan(scoreText(filler, model)?.score ?? 0)
    expect(text.slice(scored?.from, scored?.to)).toContain('wire the money')
    expect(scored?.ngrams).toEqual(expect.arrayContaining(['wire the', 'the money']))
  })

  it('does not care for capitals or how wide the letters are', () => {
    expect(scoreText('WIRE the ｍｏｎｅｙ', model)?.score).toBe(scoreText('wire the money', model)?.score)
  })

  it('is undefined for a text without a word', () => {
    expect(scoreText(' \n\t', model)).toBeUndefined()
  })

  test('is finite and the same for the same text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const scored = scoreText(text, model)
        expect(scoreText(text, model)).toEqual(scored)
        if (scored === undefined) return
        expect(Number.isFinite(scored.score)).toBe(true)
        expect(scored.ngrams.length).toBeLessThanOrEqual(8)
      }),
    )
  })

  it('looks at no more of a text than its cap', () => {
    const long = 'a '.repeat(mostUnits)
    expect(tokensOf(long)).toHaveLength(mostUnits / 2)
    expect(scoreText(`${long}wire the money`, model)).toEqual(scoreText(long, model))
  })
})

describe('a model', () => {
  test('that is malformed is refused with a code and what is wrong', () => {
    const sound = modelOf([])
    const wrong: readonly (readonly [string, unknown])[] = [
      ['object', null],
      ['object', [sound]],
      ['format', { ...sound, format: 'clawback-text-model/2' }],
      ['name', { ...sound, name: '' }],
      ['normalisation', { ...sound, normalisation: 'words/2' }],
      ['ngrams', { ...sound, ngrams: [2, 1] }],
      ['ngrams', { ...sound, ngrams: [1, 99] }],
      ['ngrams', { ...sound, ngrams: 2 }],
      ['bits', { ...sound, bits: 40 }],
      ['bits', { ...sound, bits: '10' }],
      ['window', { ...sound, window: 0 }],
      ['bias', { ...sound, bias: NaN }],
      ['scale', { ...sound, scale: 1e9 }],
      ['weights', { ...sound, weights: sound.weights.slice(4) }],
      ['weights', { ...sound, weights: sound.weights.replace('A', '!') }],
      ['weights', { ...sound, weights: 7 }],
    ]
    for (const [said, value] of wrong)
      expect(() => openTextModel(value), said).toThrow(
        expect.objectContaining({ code: 'PACK_INVALID', message: expect.stringContaining(said) as string }),
      )
  })

  test('of any shape is opened or refused as a pack is, and never breaks otherwise', () => {
    const sound = modelOf([])
    const spoilt = fc.record(
      Object.fromEntries(
        Object.entries(sound).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.anything())]),
      ),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.anything()), (value) => {
        try {
          expect(openTextModel(value).weights.length).toBeGreaterThan(0)
        } catch (problem) {
          expect(problem).toBeInstanceOf(ClawbackError)
        }
      }),
    )
  })
})
