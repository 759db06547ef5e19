import fc from 'fast-check'
import { expect, test } from 'vitest'

import { urlIn } from './url.js'

test.each([
  ['(see https://a.example/x)', 'https://a.example/x'],
  ['[docs](https://a.example/x), then', 'https://a.example/x'],
  ['Read https://a.example/x.', 'https://a.example/x'],
  ['Read `https://a.example/x`!', 'https://a.example/x'],
  ['**https://a.example**', 'https://a.example'],
  ['fetch("https://a.example/x")', 'https://a.example/x'],
  ['| https://a.example/x| cell', 'https://a.example/x'],
])('what belongs to the sentence is no part of the address: %s', (text, full) => {
  expect(urlIn(text)).toMatchObject({ 'url.full': full, 'url.domain': 'a.example' })
})

test.each(['https://a.example/x_(y)', 'https://a.example/[id]', 'https://a.example/x?q={y}'])(
  'a bracket that the address opened is its own: %s',
  (full) => {
    expect(urlIn(`(${full}).`)['url.full']).toBe(full)
  },
)

test.each([
  'https://{}/x',
  'https://../x',
  'https://$HOST/x',
  'https://${host}/x',
  'https://.../x',
  'https://*/x',
])('what stands for a host is none: %s', (text) => {
  expect(urlIn(text)).toMatchObject({ 'url.full': text, 'url.scheme': 'https' })
  expect(urlIn(text)).not.toHaveProperty('url.domain')
})

test.each([
  ['http://[::1]:8080/x', '[::1]'],
  ['http://10.0.0.1:80/x', '10.0.0.1'],
  ['https://user:pass@Api.Example.com/x', 'api.example.com'],
  ['https://bücher.example/', 'bücher.example'],
  ['http://my_service.internal', 'my_service.internal'],
  ['https://a.example.', 'a.example'],
])('a host is a name or an address: %s', (text, domain) => {
  expect(urlIn(text)['url.domain']).toBe(domain)
})

test('credentials inside an address are left out', () => {
  expect(urlIn('https://user:pass@a.example/x')['url.full']).toBe('https://a.example/x')
})

test('any text gives an address that stands in it, or none', () => {
  const part = fc.constantFrom(
    'https://',
    'a.example',
    '(',
    ')',
    '[',
    '{}',
    '.',
    '/',
    ' ',
    ',',
    '..',
    '@',
    ':80',
    '`',
  )
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      (text) => {
        const { 'url.full': full, 'url.domain': domain } = urlIn(text)
        if (full === undefined) expect(domain).toBeUndefined()
        else expect(full).toMatch(/^[a-z.]+:\/\//)
        if (domain !== undefined) expect(full).toContain(domain)
      },
    ),
  )
})
