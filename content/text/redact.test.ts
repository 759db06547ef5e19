import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact } from './redact.js'
import { mayHold, secretShapes } from './secrets.js'

const random = (
  length: number,
  letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
): string => Array.from({ length }, (_, i) => letters[(i * 7 + 11 + (i % 5) * 13) % letters.length]).join('')

const jwt = `eyJ${random(20)}.eyJ${random(40)}.${random(43)}`
const pem = `-----BEGIN OPENSSH PRIVATE KEY-----\n${random(70)}\n${random(70)}\n-----END OPENSSH PRIVATE KEY-----`

const secrets: readonly (readonly [type: string, text: string, secret: string])[] = [
  ['aws-access-key', `id = AKIA${random(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`, 'AKIA'],
  ['aws-secret-key', `aws_secret_access_key = ${random(40)}`, random(40)],
  ['gcp-api-key', `key=AIza${random(35)}`, 'AIza'],
  ['github-token', `git clone https://x:ghp_${random(36)}@github.com/a/b`, 'ghp_'],
  ['github-token', `github_pat_${random(22)}_${random(59)}`, 'github_pat'],
  ['gitlab-token', `glpat-${random(20)}`, 'glpat-'],
  ['slack-token', `SLACK=xoxb-${random(11, '0123456789')}-${random(24)}`, 'xoxb-'],
  ['anthropic-key', `x-api-key: sk-ant-api03-${random(93)}`, 'sk-ant-'],
  ['openai-key', `OPENAI_API_KEY=sk-proj-${random(48)}`, 'sk-proj'],
  ['stripe-key', `sk_live_${random(24)}`, 'sk_live'],
  ['npm-token', `//host/:_authToken=npm_${random(36)}`, 'npm_'],
  ['huggingface-token', `hf_${random(34)}`, 'hf_'],
  ['telegram-token', `bot 123456789:AA${random(33)}`, '123456789:AA'],
  ['jwt', `token ${jwt} end`, 'eyJ'],
  ['private-key', `key:\n${pem}\nrest`, 'OPENSSH'],
  ['authorization', 'Authorization: Bearer 7f3k29fjw0a9s8d7f6g5', '7f3k29'],
  ['authorization', 'Authorization: Bearer tQzRkJmVbXwLpHnYcDsFgKaWqEuTiOyM', 'tQzRkJ'],
  ['url-credentials', 'postgres://app:s3cr3t-pw@db.internal:5432/x', 's3cr3t-pw'],
  ['password', 'password = "correct-horse-battery"', 'battery'],
  ['assignment', 'client_secret: 9f8e7d6c5b4a39281706f5e4d3c2b1a0', '9f8e7d'],
]

describe('redact', () => {
  test.each(secrets)('takes out a %s', (type, text, secret) => {
    const { text: shown, redactions } = redact(text)
    expect(redactions.map((r) => r.type)).toContain(type)
    expect(shown).not.toContain(secret)
    expect(shown).toMatch(/«secret:[a-z-]+:[0-9a-f]{8}»/)
  })

  test.each([
    'const token = process.env.GITHUB_TOKEN',
    'api_key = os.environ["OPENAI_API_KEY"]',
    'Set the token to your personal access token.',
    'password: ${DB_PASSWORD}',
    'const tokenizer = createTokenizer(options)',
    'sk-learn and sk-image are libraries',
    'commit 3f786850e387550fdab836ed7e6dc881de23001b',
    'https://example.com/a/b?page=2&sort=asc',
    'secret: kubernetes-secret-name',
    'Authorization: Bearer PersonalAccessTokenOfTheService',
    'authorization: createAuthorizationHeaderFromSession',
    '{ password: "required" }',
  ])('leaves alone: %s', (text) => {
    expect(redact(text)).toEqual({ text, redactions: [] })
  })

  test('equal secrets look equal, a key makes them differ between installations', () => {
    const token = `ghp_${random(36)}`
    const [a, b] = redact(`${token} ${token}`).redactions
    expect(a?.digest).toBe(b?.digest)
    expect(redact(token, { key: 'ours' }).redactions[0]?.digest).not.toBe(a?.digest)
  })

  test('offsets point at the secret in the text given', () => {
    const text = `a ghp_${random(36)} b AKIA${random(16, 'ABCDEFGH23')} c`
    for (const { start, end } of redact(text).redactions)
      expect(text.slice(start, end)).toMatch(/^(ghp_|AKIA)\w+$/)
  })

  test('known values go wherever they stand', () => {
    expect(redact('xx hunter22 yy', { known: [{ type: 'canary', value: 'hunter22' }] }).text).toMatch(
      /^xx «secret:canary:[0-9a-f]{8}» yy$/,
    )
  })

  test('documentation examples are told apart', () => {
    expect(redact('AKIAIOSFODNN7EXAMPLE').redactions[0]?.placeholder).toBe(true)
  })

  const pieces = fc.array(
    fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        ...secrets.map(([, text]) => text),
        'token=',
        'secret:',
        '«',
        '»',
        '«secret:x:00000000»',
        '"',
      ),
    ),
    { maxLength: 12 },
  )

  test('no shape asks for a piece that its matches can lack', () => {
    // Of a match alone, and with the case turned where the pattern does not care.
    for (const shape of secretShapes)
      for (const [, text] of secrets)
        for (const one of [text, text.toUpperCase(), text.toLowerCase()])
          for (const [found] of one.matchAll(shape.pattern))
            expect([...mayHold(found)], `${shape.type}: ${found}`).toContain(shape)
  })

  test('is idempotent on anything', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const once = redact(parts.join('')).text
        expect(redact(once)).toEqual({ text: once, redactions: [] })
      }),
      { numRuns: 500 },
    )
  })

  test('takes out every shape wherever it stands between other text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...secrets),
        fc.string(),
        fc.string(),
        ([, text, secret], before, after) => {
          expect(redact(`${before} ${text}\n${after}`).text.includes(secret)).toBe(
            before.includes(secret) || after.includes(secret),
          )
        },
      ),
    )
  })

  test.each([
    ['eyJ', 'eyJ'],
    ['sk-', 'sk-'],
    ['-----BEGIN RSA PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY-----'],
    ['token', 'token'],
    ['secret_access_key=', 'secret_access_key='],
    ['a://', 'a://b:'],
    ['password="', 'password="'],
    ['SG.', 'SG.aaaaaaaaaaaaaaaaaaaa'],
    ['"', "'"],
  ])('stays linear on a flood of %s', (_, unit) => {
    const time = (size: number): number => {
      const text = unit.repeat(Math.ceil(size / unit.length))
      const from = performance.now()
      redact(text)
      return performance.now() - from
    }
    time(20_000)
    expect(time(200_000)).toBeLessThan(5_000)
  })
})
