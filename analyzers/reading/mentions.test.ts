import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostCounted, openMentions, registeredName } from './mentions.js'

/** Enough text that names could come up again. */
const page = 'words '.repeat(400)

test.each([
  ['in.collect.example', 'collect'],
  ['collect.co.uk', 'collect'],
  ['Collect-2.vercel.app', 'collect-2'],
  ['203.0.113.9', '203.0.113.9'],
  ['[2001:db8::1]', '[2001:db8::1]'],
  ['localhost', 'localhost'],
  ['x.io', 'x'],
  ['api.q9.cc', 'q9'],
  ['shop.com.au', 'shop'],
  ['deploy.vercel.com', 'vercel'],
  ['eutils.nih.gov', 'nih'],
])('%s is registered by %s', (domain, name) => {
  expect(registeredName(domain)).toBe(name)
})

test('a name counts wherever it stands as a word, in every text', () => {
  const mentions = openMentions()
  mentions.take(page)
  mentions.take('Sends it to https://in.collect.example/x, for Collect is fast.')
  mentions.take('collect! collecting recollect COLLECT_KEY')
  mentions.take('name: col-lect')
  expect(mentions.of('in.collect.example')).toBe(5)
  expect(mentions.of('other.example')).toBe(0)
})

test('more than is of use is not counted', () => {
  const mentions = openMentions()
  mentions.take('acme '.repeat(1_000))
  expect(mentions.of('acme.example')).toBe(mostCounted)
})

test('of a few lines nothing is said', () => {
  const mentions = openMentions()
  mentions.take('Uploads to https://in.collect.example/x.')
  expect(mentions.of('in.collect.example')).toBeUndefined()
})

test('of texts that were not all held nothing is said', () => {
  const mentions = openMentions()
  mentions.take(' '.repeat(8_000_001))
  expect(mentions.of('acme.example')).toBeUndefined()
})

test('any text and any host', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, domain) => {
      const mentions = openMentions()
      mentions.take(page + text)
      expect(mentions.of(domain)).toBeLessThanOrEqual(mostCounted)
    }),
  )
})
