import { createHmac, createPrivateKey, randomBytes } from 'node:crypto'
import { crc32 } from '../sinkhole/crc32.js'

/** Random values in the formats of real credentials. */
export interface Values {
  letters(alphabet: string, length: number): string
  hex(length: number): string
  bytes(length: number): Buffer
  word(): string
}

const processKey = randomBytes(32)
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const base64 = `${base62}+/`
const base64url = `${base62}-_`

/** Values of one run: unguessable from outside this process, and unlike those of any other run. */
export function createValues(run: string, key: Uint8Array = processKey): Values {
  let block = 0
  let pool = Buffer.alloc(0)
  const bytes = (length: number): Buffer => {
    while (pool.length < length)
      pool = Buffer.concat([pool, createHmac('sha256', key).update(`${run}#${block++}`).digest()])
    const taken = Buffer.from(pool.subarray(0, length))
    pool = pool.subarray(length)
    return taken
  }
  const letters = (alphabet: string, length: number): string =>
    [...bytes(length * 2)]
      .filter((_, i) => i % 2 === 0)
      .map((byte) => alphabet.charAt(byte % alphabet.length))
      .join('')
  return {
    letters,
    bytes,
    hex: (length) =>
      bytes(Math.ceil(length / 2))
        .toString('hex')
        .slice(0, length),
    word: () => words[(bytes(1)[0] ?? 0) % words.length] ?? 'river',
  }
}

/** Kinds of planted values (`canary.kind`). */
export type ValueKind =
  | 'aws_access_key'
  | 'aws_temporary_key'
  | 'aws_secret_key'
  | 'aws_session_token'
  | 'github_token'
  | 'npm_token'
  | 'openai_key'
  | 'anthropic_key'
  | 'claude_token'
  | 'slack_token'
  | 'stripe_key'
  | 'huggingface_token'
  | 'gcp_token'
  | 'azure_token'
  | 'kube_token'
  | 'password'
  | 'seed_phrase'
  | 'agent_token'
  | 'wallet_key'
  | 'key_numbers'
  | 'cookie'
  | 'tool_argument'

/** Makers of one value by kind. */
export const makeValue: Readonly<Record<ValueKind, (values: Values) => string>> = {
  aws_access_key: (v) => `AKIA${v.letters(base32, 16)}`,
  aws_temporary_key: (v) => `ASIA${v.letters(base32, 16)}`,
  aws_secret_key: (v) => v.letters(base64, 40),
  aws_session_token: (v) => `IQoJb3JpZ2luX2Vj${v.letters(base64, 160)}`,
  github_token: (v) => checksummed('ghp_', v.letters(base62, 30)),
  npm_token: (v) => checksummed('npm_', v.letters(base62, 30)),
  openai_key: (v) => `sk-proj-${v.letters(base64url, 74)}T3BlbkFJ${v.letters(base64url, 74)}`,
  anthropic_key: (v) => `sk-ant-api03-${v.letters(base64url, 93)}AA`,
  claude_token: (v) => `sk-ant-oat01-${v.letters(base64url, 93)}AA`,
  slack_token: (v) =>
    `xoxb-${v.letters('123456789', 12)}-${v.letters('123456789', 13)}-${v.letters(base62, 24)}`,
  stripe_key: (v) => `sk_live_${v.letters(base62, 24)}`,
  huggingface_token: (v) => `hf_${v.letters(base62, 34)}`,
  gcp_token: (v) => `ya29.a0${v.letters(base64url, 140)}`,
  azure_token: (v) =>
    `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${v.letters(base64url, 120)}.${v.letters(base64url, 86)}`,
  kube_token: (v) =>
    `eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9.${v.letters(base64url, 120)}.${v.letters(base64url, 86)}`,
  password: (v) => v.letters(base62, 20),
  seed_phrase: (v) => Array.from({ length: 12 }, () => v.word()).join(' '),
  agent_token: (v) => v.hex(48),
  wallet_key: (v) => v.hex(64),
  // The file is a list of bytes: its text is what is looked for.
  key_numbers: (v) => [...v.bytes(64)].join(','),
  cookie: (v) => v.letters(base64url, 64),
  tool_argument: (v) => `INV-${v.letters(base32, 16)}`,
}

/**
 * The part of a value that is searched for: what no other value of its kind shares, and no more of it than tells it
 * apart for certain. The longer, the dearer is the search that every run has to build.
 */
export function secretPart(value: string): string {
  return value
    .replace(/^(IQoJb3JpZ2luX2Vj|eyJ[\w-]+\.|ya29\.a0|sk-(ant|proj)-([a-z]+\d\d-)?)/, '')
    .slice(0, 40)
}

/** GitHub and npm end their tokens with a base62 CRC-32, which careful thieves check. */
function checksummed(prefix: string, body: string): string {
  let rest = crc32(Buffer.from(body))
  let sum = ''
  for (; rest > 0; rest = Math.floor(rest / 62)) sum = base62.charAt(rest % 62) + sum
  return `${prefix}${body}${sum.padStart(6, '0')}`
}

/** A key file of OpenSSH (PROTOCOL.key) for Ed25519, and the longest unbroken stretch of it that is secret. */
export function sshKey(
  values: Values,
  comment: string,
): { readonly file: string; readonly publicLine: string; readonly secret: string } {
  const seed = values.bytes(32)
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const jwk = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
  const point = Buffer.from(jwk.x ?? '', 'base64url')
  const type = text('ssh-ed25519')
  const check = values.bytes(4)
  const publicBlob = Buffer.concat([type, text(point)])
  const head = Buffer.concat([check, check, type, text(point), number(64)])
  const inner = Buffer.concat([head, seed, point, text(comment)])
  const padded = Buffer.concat([
    inner,
    Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (inner.length % 8)) % 8),
  ])
  const outer = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    number(1),
    text(publicBlob),
  ])
  const blob = Buffer.concat([outer, text(padded)])
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? []
  return {
    file: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicLine: `ssh-ed25519 ${publicBlob.toString('base64')} ${comment}\n`,
    secret: secretStretch(lines, outer.length + 4 + head.length, seed.length),
  }
}

/** The longest run of base64 letters in one line that stand only for bytes of the seed. */
function secretStretch(lines: readonly string[], start: number, length: number): string {
  const from = Math.ceil(start / 3) * 4
  const to = Math.floor((start + length) / 3) * 4
  return lines
    .map((line, i) => line.slice(Math.max(0, from - i * 70), Math.max(0, to - i * 70)))
    .reduce((a, b) => (b.length > a.length ? b : a), '')
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string)
  return Buffer.concat([number(bytes.length), bytes])
}

const words = (
  'anchor apple arrow autumn basket beacon bridge bronze canvas carbon castle cedar chalk cherry circle clever cliff coral ' +
  'cotton crane desert dolphin dragon eagle ember fabric falcon forest fossil garden garlic ginger glacier grape harbor ' +
  'hazel honey island ivory jungle ladder lemon lion lumber maple marble meadow mirror nectar ocean olive orbit paddle ' +
  'pepper pilot planet pottery rabbit ribbon river saddle silver timber velvet walnut winter zebra'
).split(' ')
