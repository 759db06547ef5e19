import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

import type { Grammar, Language } from './grammar.js'
import { languages } from './languages.js'
import { openNativeGrammar } from './native.js'
import type { SyntaxNode } from './node.js'
import { toSexp } from './node.js'
import { openWasmGrammar } from './wasm.js'

const folder = join(import.meta.dirname, 'samples')
const samples = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  return { name, text, language: name.split(/[-.]/)[0] as Language }
})
const callQueries: Readonly<Record<Language, string>> = {
  python: '(call function: (_) @callee) (import_statement (_) @module)',
  javascript: '(call_expression function: (_) @callee) (string (string_fragment) @text)',
  typescript: '(call_expression function: (_) @callee) (type_identifier) @type',
  tsx: '(jsx_attribute) @attribute (call_expression function: (_) @callee)',
  bash: '(command name: (_) @name) (file_redirect destination: (_) @file)',
  powershell: '(command command_name: (_) @name)',
  ruby: '(call method: (_) @name)',
  go: '(call_expression function: (_) @callee)',
  php: '(function_call_expression function: (_) @callee)',
  perl: '(method_invocation function_name: (_) @name)',
  lua: '(function_call name: (_) @callee)',
}

const native = await openNativeGrammar().then(
  (grammar) => ({ grammar }),
  (problem: unknown) => ({ skip: `the native binding was not built here: ${String(problem)}` }),
)

/** What every Grammar must hold; the wasm engine is the reference for the trees themselves. */
function grammarContract(
  name: string,
  open: () => Promise<Grammar>,
  reads: (language: Language) => boolean = () => true,
): void {
  describe(name, () => {
    let grammar: Grammar
    let reference: Grammar
    beforeAll(async () => {
      grammar = await open()
      reference = await openWasmGrammar()
    })

    const own = samples.filter(({ language }) => reads(language))
    it.each(own)('gives the reference tree and captures of $name', async ({ text, language }) => {
      const [mine, theirs] = [await grammar.parse(language, text), await reference.parse(language, text)]
      expect(toSexp(mine.root)).toBe(toSexp(theirs.root))
      expect(mine.root).toEqual(theirs.root)
      expect(mine.problems).toEqual(theirs.problems)
      const captures = grammar.query(mine, callQueries[language])
      expect(captures.length).toBeGreaterThan(0)
      expect(captures).toEqual(reference.query(theirs, callQueries[language]))
      mine.release()
      mine.release()
      theirs.release()
    })

    it('counts offsets in UTF-16 units', async () => {
      const parse = await grammar.parse('python', 'x = "é😀"\ny(1)\n')
      const [capture] = grammar.query(parse, '(call) @call')
      expect(parse.text.slice(capture!.start, capture!.end)).toBe('y(1)')
    })

    it('says where a broken text is broken and keeps the rest', async () => {
      const parse = await grammar.parse(
        'python',
        samples.find((one) => one.name === 'python-broken.sample')!.text,
      )
      expect(parse.problems[0]).toMatchObject({ reason: 'syntax', line: 2 })
      expect(toSexp(parse.root)).toContain('import_statement')
    })

    it('gives up on time, and works on', async () => {
      const parse = await grammar.parse('python', '('.repeat(400_000), { ms: 20 })
      expect(parse.problems).toEqual([{ reason: 'time', line: 1, count: 1 }])
      expect((await grammar.parse('python', 'a()')).problems).toEqual([])
    })

    it('cuts what is too long or too deep and says so', async () => {
      const long = await grammar.parse('python', 'a = 1\n'.repeat(1000), { units: 600 })
      expect(long.problems).toEqual([{ reason: 'size', line: 101, count: 5400 }])
      const deep = await grammar.parse('python', `x = ${'['.repeat(900)}${']'.repeat(900)}\ny = 1\n`, {
        depth: 50,
      })
      expect(deep.problems).toEqual([{ reason: 'depth', line: 1, count: 1 }])
      expect(depthOf(deep.root)).toBe(50)
      const many = await grammar.parse('python', 'a = 1\n'.repeat(1000), { nodes: 500 })
      expect(many.problems).toEqual([{ reason: 'depth', line: 1, count: 1 }])
    })

    it('refuses a wrong query with a typed error', async () => {
      const parse = await grammar.parse('python', 'a()')
      expect(() => grammar.query(parse, '(no_such_node) @x')).toThrow(
        expect.objectContaining({ code: 'RULE_INVALID' }),
      )
    })

    it('never throws, whatever the text', async () => {
      const language = fc.constantFrom(...(Object.keys(languages) as Language[]).filter(reads))
      const word = fc.constantFrom(
        '(',
        ')',
        '{',
        '"',
        '`',
        '${',
        'def ',
        'import ',
        '<<EOF\n',
        '\n  ',
        'x',
        '=',
        '\u0000',
        '\ud83d',
        '😀',
      )
      const text = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(word, { maxLength: 60 }).map((all) => all.join('')),
      )
      await fc.assert(
        fc.asyncProperty(language, text, async (which, source) => {
          const parse = await grammar.parse(which, source)
          expect(parse.root.end).toBeLessThanOrEqual(source.length)
          parse.release()
        }),
        { numRuns: 150 },
      )
    })
  })
}

grammarContract('wasm', openWasmGrammar)
if ('skip' in native) it.skip(`native: ${native.skip}`)
else
  grammarContract(
    'native',
    () => Promise.resolve(native.grammar),
    (language) => languages[language].native !== undefined,
  )

it('has a sample of every language', () => {
  const shown = new Set(samples.map(({ language }) => language))
  expect((Object.keys(languages) as Language[]).filter((one) => !shown.has(one))).toEqual([])
})

function depthOf(node: SyntaxNode): number {
  return 1 + Math.max(0, ...node.children.map(depthOf))
}
