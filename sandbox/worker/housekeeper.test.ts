import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openHousekeeper } from './housekeeper.js'

it('runs commands in order, each list from the root on, and says what failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'house-'))
  const house = openHousekeeper('/bin/sh')
  const runs = [
    house.run([`cd '${folder}'`, 'mkdir a']),
    house.run([`[ "$PWD" != '${folder}' ]`, `mkdir '${folder}/b'`]),
    house.run([`mkdir '${folder}/c/d'`, `mkdir '${folder}/e'`]),
    house.run([`mkdir '${folder}/f'`]),
  ]
  const results = await Promise.allSettled(runs)
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  await expect(runs[2]).rejects.toMatchObject({
    code: 'SANDBOX_UNAVAILABLE',
    message: expect.stringContaining('c/d') as string,
  })
  expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'f'])
  rmSync(folder, { recursive: true })
})

it('has a new shell when the old one is gone', async () => {
  const house = openHousekeeper('/bin/sh')
  await expect(house.run(['kill -9 $$'])).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' })
  await house.run(['true'])
})
