import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

import { expect, it } from 'vitest'

import { languageOfFile, languageOfName, languages } from './languages.js'

it('knows files by extension and by interpreter line', () => {
  expect(languageOfFile('scripts/A.PY', '')).toBe('python')
  expect(languageOfFile('x.tsx', '')).toBe('tsx')
  expect(languageOfFile('templates/auth.py.j2', '')).toBe('python')
  expect(languageOfFile('config.tpl', '')).toBeUndefined()
  expect(languageOfFile('bin/run', '#!/usr/bin/env -S python3.11 -u')).toBe('python')
  expect(languageOfFile('bin/run', '#!/bin/sh -e')).toBe('bash')
  expect(languageOfFile('README.md', '')).toBeUndefined()
  expect(languageOfFile('bin/run', 'plain text')).toBeUndefined()
})

it('knows fence names', () => {
  expect(languageOfName(' Bash ')).toBe('bash')
  expect(languageOfName('python3')).toBe('python')
  expect(languageOfName('constructor')).toBeUndefined()
})

it('finds every compiled grammar', () => {
  const require = createRequire(import.meta.url)
  for (const { wasm } of Object.values(languages)) expect(existsSync(require.resolve(wasm))).toBe(true)
})
