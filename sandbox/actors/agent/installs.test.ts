import fc from 'fast-check'
import { expect, it } from 'vitest'
import { installCommands, unpackCommand } from './installs.js'
import { readSteps } from './steps.js'

const skill = (install: unknown): string =>
  `---\nname: x\nmetadata: ${JSON.stringify({ openclaw: { install } })}\n---\n\n# X\n`

it('installs what the front matter asks for, before anything else', () => {
  const list = [
    { kind: 'brew', formula: 'uv' },
    { kind: 'node', package: '@a/b@1.2.3' },
    { kind: 'go', module: 'example.com/x/cmd@latest' },
    { kind: 'fly', package: 'x' },
    { kind: 'pip', package: '-r x; id' },
    { kind: 'pip', package: '--index-url=x' },
  ]
  expect(installCommands(skill(list))).toEqual([
    'brew install uv',
    'npm install -g @a/b@1.2.3',
    'go install example.com/x/cmd@latest',
  ])
  expect(
    readSteps(`${skill(list)}Run \`npx b go\`.`, new Set())
      .steps.map(({ object }) => object)
      .at(-1),
  ).toBe('npx b go')
})

it('unpacks a download with the password it is told', () => {
  const told =
    '**Windows**: Download [agent](https://files.example/agent.zip) (extract using pass: `open`) and run the executable.'
  expect(unpackCommand(told)).toContain("unzip -o -P 'open'")
  expect(readSteps(told, new Set()).steps.map(({ action }) => action)).toEqual(['run'])
  expect(unpackCommand('Download https://files.example/agent.zip first.')).toBeUndefined()
  expect(unpackCommand('The password is hunter2.')).toBeUndefined()
})

it('reads any text without harm', () => {
  fc.assert(fc.property(fc.string(), (text) => void installCommands(`---\nmetadata: {${text}}\n---\n`)))
  fc.assert(
    fc.property(fc.string(), (text) => void unpackCommand(`https://a.example/${text}.zip pass: ${text}`)),
  )
})
