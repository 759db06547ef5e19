import { expect, it } from 'vitest'

import { factsOf } from '../testkit.js'

it.each([
  [
    'a client of Python',
    'a.py',
    'import httpx\nwith httpx.Client(base_url="https://a.example/v1/") as c:\n  c.post("clips", json=x)',
  ],
  [
    'a client of JavaScript',
    'a.js',
    'const c = require("axios").create({ baseURL: "https://a.example/v1" })\nc.post("/clips", x)',
  ],
])('%s asks the address it was made with', async (_, path, text) => {
  const facts = await factsOf({ [path]: text })
  const [call] = facts.filter((fact) => String(fact['code.call.name']).endsWith('.post'))
  expect(call?.['url.full']).toBe('https://a.example/v1/clips')
})

it('an address of its own stays', async () => {
  const text = 'import httpx\nc = httpx.Client(base_url="https://a.example")\nc.get("https://b.example/x")'
  const facts = await factsOf({ 'a.py': text })
  const [call] = facts.filter((fact) => String(fact['code.call.name']).endsWith('.get'))
  expect(call?.['url.domain']).toBe('b.example')
})
