import { createPrivateKey } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createLeakWatch } from './leak-watch.js'
import { plantCanaries } from './plant.js'
import { rsaKey } from './rsa-key.js'
import { createValues, makeValue, sshKey } from './values.js'

describe('planted values', () => {
  it('lie where their source says', () => {
    const { files, env, canaries } = plantCanaries('run-1')
    const home = new Map(
      files.map(({ path, content }) => [`~/${path}`, Buffer.from(content).toString('latin1')]),
    )
    for (const { source, value } of canaries) {
      if (/^(?:metadata|arguments):/.test(source)) continue
      const place = source.startsWith('env:') ? env[source.slice(4)] : home.get(source)
      const plain = place?.includes('"auth": "')
        ? Buffer.from(/"auth": "([^"]+)"/.exec(place)![1]!, 'base64').toString()
        : place
      expect(plain, source).toContain(value)
    }
  })

  it('are found when their file is sent, encoded or compressed', () => {
    const { files, canaries } = plantCanaries('sent')
    for (const send of [
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => Buffer.from(bytes.toString('base64')),
      (bytes: Buffer) => gzipSync(bytes),
    ]) {
      const found = new Set<unknown>()
      const watch = createLeakWatch(canaries, (kind, fields) => {
        if (kind === 'canary.leak' && fields['canary.partial'] !== true) found.add(fields['canary.id'])
      })
      for (const { content } of files)
        watch.see({ channel: 'http', bytes: send(Buffer.from(content)), because: 'r' })
      const inFiles = canaries.filter(({ source }) => source.startsWith('~/'))
      expect(inFiles.filter(({ id }) => !found.has(id))).toEqual([])
    }
  })

  it('are fresh for every run and never short', () => {
    const one = plantCanaries('run-1').canaries
    const other = new Set(plantCanaries('run-2').canaries.map(({ value }) => value))
    expect(one.filter(({ value }) => other.has(value))).toEqual([])
    expect(one.filter(({ value }) => value.length < 16)).toEqual([])
    expect(new Set(one.map(({ id }) => id)).size).toBe(one.length)
    expect(new Set(one.map(({ value }) => value)).size).toBe(one.length)
  })

  it('have the formats of the real things', () => {
    const values = createValues('x')
    expect(makeValue.aws_access_key(values)).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(makeValue.github_token(values)).toMatch(/^ghp_[A-Za-z0-9]{36}$/)
    expect(makeValue.seed_phrase(values).split(' ')).toHaveLength(12)
    const key = sshKey(values, 'a@b')
    expect(key.file).toMatch(
      /^-----BEGIN OPENSSH PRIVATE KEY-----\n[\s\S]+\n-----END OPENSSH PRIVATE KEY-----\n$/,
    )
    expect(key.secret.length).toBeGreaterThanOrEqual(16)
    expect(key.file).toContain(key.secret)
    expect(key.publicLine).not.toContain(key.secret.slice(0, 12))
    const older = rsaKey(values)
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(older.file)
    expect([asymmetricKeyType, asymmetricKeyDetails?.modulusLength]).toEqual(['rsa', 2048])
    expect(older.file).toContain(older.secret)
    expect(older.secret).toHaveLength(64)
  })

  it('are the same when asked again with the same key, and only then', () => {
    const key = new Uint8Array(32)
    expect(createValues('r', key).hex(32)).toBe(createValues('r', key).hex(32))
    expect(createValues('r', key).hex(32)).not.toBe(createValues('r').hex(32))
  })
})
