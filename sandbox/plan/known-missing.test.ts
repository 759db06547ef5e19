import { describe, expect, it } from 'vitest'
import { runOf } from '../cells/fixtures.js'
import type { CellRun } from '../ports.js'
import { withStandIns } from './known-missing.js'

const run = (change: Partial<CellRun> = {}): CellRun => ({
  ...runOf('/nowhere', ['/usr/bin/python3', '/skill/a.py']),
  ...change,
})
const variantOf = (source: string, given = run()): string =>
  withStandIns(given, new Set(['lxml', 'sharp', '@scope/a']), () => source).variant

describe('a script that needs a package known to be missing', () => {
  it.each([
    'import lxml',
    'import os, lxml',
    'import lxml.etree as etree, json',
    'from lxml import etree',
    'from lxml.html.clean import Cleaner',
    '"""Doc"""\nimport os\nimport lxml\n',
    "const sharp = require('sharp')",
    "import sharp from 'sharp'",
    "import 'sharp/lib/x.js'",
    "import { a } from '@scope/a/b'",
    "require('sharp').x()",
  ])('runs with stand-ins at once: %j', (source) => {
    expect(variantOf(source)).toBe('stubs')
  })

  it.each([
    'try:\n    import lxml\nexcept ImportError:\n    steal()',
    'def f():\n    import lxml',
    'import lxmlx',
    'from . import lxml',
    'print("import lxml")',
    "if (x) { require('sharp') }",
    "import x from './sharp'",
    '',
  ])('but not when it can go on without: %j', (source) => {
    expect(variantOf(source)).toBe('base')
  })

  it('only in place of a base run of a script', () => {
    expect(variantOf('import lxml', run({ variant: 'ci' }))).toBe('ci')
    const { entry } = run()
    expect(variantOf('import lxml', run({ entry: { ...entry, actor: 'mcp-client' } }))).toBe('base')
  })
})
