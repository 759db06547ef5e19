import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAuth } from './auth.js'
import { connectNats } from './connect.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function read(text: string): Promise<unknown> {
  const path = join(folder, 'auth')
  await writeFile(path, text)
  return (await readAuth(path))('nonce')
}

test('users, tokens and keys are known by what the file holds', async () => {
  expect(await read('{"user": "u", "password": "p"}')).toEqual({ user: 'u', pass: 'p' })
  expect(await read('{"token": "t"}\n')).toEqual({ auth_token: 't' })
  // The example seed of the nkeys documentation.
  const seed = 'SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY'
  expect(await read(`${seed}\n`)).toMatchObject({
    nkey: 'UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4',
  })
})

test('what holds none is refused, and not quoted', async () => {
  for (const text of ['', 'hunter2', '{"user": "u"}', '["hunter2"]', '{"password": "hunter2"'])
    await expect(read(text)).rejects.toMatchObject({
      code: 'INPUT_MALFORMED',
      message: expect.not.stringContaining('hunter2') as string,
    })
  await expect(readAuth(join(folder, 'none'))).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
})

test('an address carries no secret, and says so without it', async () => {
  for (const url of ['nats://u:hunter2@127.0.0.1', 'nats://127.0.0.1,nats://hunter2@x', 'http://x', 'x', ''])
    await expect(connectNats({ url }, 'test')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.not.stringContaining('hunter2') as string,
    })
})

test('a server that is not there is told', async () => {
  await expect(connectNats({ url: 'nats://127.0.0.1:9' }, 'test')).rejects.toMatchObject({
    code: 'QUEUE_UNREACHABLE',
    exitCode: 4,
  })
})
