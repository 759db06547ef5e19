import { readFileSync, writeFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCanarySearch } from './canary.js'
import { hiddenForms } from './canary-table.js'

const values = ['wJalrXUtnFEMIK7MDENGbPxRfiCYzQ83hT5vLk0a', 'ghp_7Yq2ZkX0bVnR4sTgUw1eJmC8hLpA3dFi5oQx']
const canaries = values.map((value, i) => ({ id: `c${i}`, kind: 'token', source: `env:T${i}`, value }))
const inflate = (bytes: Uint8Array): Uint8Array | undefined => {
  for (const undo of [gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync])
    try {
      const out = undo(bytes, { maxOutputLength: 65_536 })
      if (out.length > 0) return out
    } catch {
      continue
    }
  return undefined
}
const search = createCanarySearch(canaries, { inflate })
/** A hit calls every letter set of base85 by the family's name, unless it was decoded as one. */
const family = (encoding: string): string => encoding.replaceAll(/ascii85|z85/g, 'base85')

/** The page without the spaces that a formatter puts into tables. */
const cells = (page: string): string => page.replaceAll(/ +(?=\|)|(?<=\|) +/g, '').replaceAll(/-{3,}/g, '---')

describe('every way of hiding in the table', () => {
  test.each(hiddenForms)('$title', ({ encoding, hide }) => {
    for (const [i, value] of values.entries()) {
      const whole = search(hide(value)).filter(({ partial }) => !partial)
      expect(new Set(whole.map(({ canary }) => canary.id))).toEqual(new Set([`c${i}`]))
      expect(whole.map((hit) => family(hit.encoding))).toContain(family(encoding))
    }
  })

  test('is in docs/canaries.md, and nothing else (UPDATE_GOLDEN=1 rewrites it)', () => {
    const file = new URL('../../docs/canaries.md', import.meta.url)
    const page = readFileSync(file, 'utf8')
    const rows = hiddenForms.map(({ title, encoding }) => `| ${title} | \`${encoding}\` |`)
    const table = ['| a value written as | `canary.encoding` |', '| --- | --- |', ...rows].join('\n')
    const fresh = page.replace(/(<!-- table -->\n)[^]*(\n<!-- end of table -->)/, `$1\n${table}\n$2`)
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, fresh)
    expect(cells(readFileSync(file, 'utf8'))).toEqual(cells(fresh))
  })
})

describe('what holds no planted value', () => {
  const noise = fc.uint8Array({ minLength: 0, maxLength: 3000 })

  test('never gives a hit, whatever it is hidden in', () => {
    fc.assert(
      fc.property(noise, fc.constantFrom(...hiddenForms), (bytes, { hide }) => {
        const text = Buffer.from(bytes).toString('base64url')
        expect(search(bytes)).toEqual([])
        expect(search(hide(text.slice(0, 100)))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('not even values of the same kind', () => {
    const token = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPabcdefghijkl0123456789'),
      minLength: 36,
      maxLength: 36,
    })
    fc.assert(
      fc.property(token, fc.constantFrom(...hiddenForms), (body, { hide }) => {
        expect(search(hide(`ghp_${body}`))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
