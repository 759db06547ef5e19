import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { parseRecord } from '@clawback/model'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

import { createReadContext } from '../context.js'
import type { Grammar, Language } from '../syntax/grammar.js'
import { openWasmGrammar } from '../syntax/wasm.js'
import { adapters } from './adapters.js'
import { readCode } from './read.js'
import { artifact, spec } from './testkit.js'

const languages = adapters.flatMap((adapter) => adapter.languages)
const folder = join(import.meta.dirname, '..', 'syntax', 'samples')
const samples = readdirSync(folder).map((name) => ({
  language: name.split(/[-.]/)[0] as Language,
  text: readFileSync(join(folder, name), 'utf8'),
}))

describe('whatever the text', () => {
  let grammar: Grammar
  beforeAll(async () => {
    grammar = await openWasmGrammar()
  })

  const read = async (language: Language, text: string, steps?: number) => {
    const clock = { now: () => 0, monotonic: () => performance.now() }
    const context = createReadContext(artifact, { engine: 'code', version: '1', clock })
    const source = { path: 'a', language, text }
    return await readCode([source], {
      grammar,
      probes: [spec],
      context,
      ...(steps === undefined ? {} : { steps }),
    })
  }

  it('gives valid records from arbitrary text and from damaged code', async () => {
    const damaged = fc
      .record({
        sample: fc.constantFrom(...samples),
        from: fc.nat(2000),
        cut: fc.nat(40),
        put: fc.string({ unit: 'binary', maxLength: 8 }),
      })
      .map(({ sample, from, cut, put }) => ({
        language: sample.language,
        text: sample.text.slice(0, from) + put + sample.text.slice(from + cut),
      }))
    const arbitrary = fc.record({
      language: fc.constantFrom(...languages),
      text: fc.string({ unit: 'binary', maxLength: 400 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, arbitrary), async ({ language, text }) => {
        for (const fact of await read(language, text)) parseRecord(fact, 'test')
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['python', `x = ${'a + '.repeat(20_000)}a\neval(x)\n`],
    ['python', `f${'(f'.repeat(3000)}${')'.repeat(3000)}\n`],
    ['javascript', `x${'.a()'.repeat(8000)}\n`],
    ['javascript', `${'function f(a) { return f(f(a)) }\n'.repeat(400)}f(1)`],
    ['bash', `cat x ${'| cat '.repeat(5000)}\n`],
    ['bash', `eval ${"'echo ".repeat(300)}`],
    ['python', `${'x = x + x\n'.repeat(500)}print(x)\n`],
    ['php', `<?php $x = ${'$a . '.repeat(20_000)}$a; eval($x);`],
    ['php', `<?php ${'eval(base64_decode('.repeat(2000)}1${'))'.repeat(2000)};`],
    ['php', '<?php $f = "f"; function f($g) { return $g($g); } $f($f); f(fn($h) => $h($h));'],
    ['php', `<?php ${'$a[] = $a; $$a = $a;'.repeat(1000)}`],
    ['ruby', `x${'.a { |b| '.repeat(300)}${'}'.repeat(300)}\n`],
    ['ruby', `${'a.inject(0) { |b, c| '.repeat(60)}c${' }'.repeat(60)}\n`],
    ['ruby', `x = ${'a + '.repeat(20_000)}a\neval(x)\n`],
    ['python', 'def f(g): return g(g)\nf(f)\nf(lambda h: h(h))\n'],
    ['python', 'exec("exec(" + repr("exec(\'exec(1)\')") + ")")\n'],
    [
      'python',
      `${'for a in b:\n '
        .split('\n')
        .map((line, i) => ' '.repeat(i) + line)
        .join('\n')}pass\n`,
    ],
    ['javascript', `a = {}; ${'a.b = a; '.repeat(2000)} fetch(a)`],
    ['go', `package m\nvar x = ${'a + '.repeat(20_000)}a\n`],
    ['go', `package m\nfunc f() { ${'if a { '.repeat(500)}${'}'.repeat(500)} }\n`],
    ['go', `package m\nfunc f(a int) int { return f(f(a)) }\n${'func g() { f(1) }\n'.repeat(400)}`],
    ['go', `package m\ntype T struct { t *T }\nfunc (t *T) f() *T { return t.f().f() }\nvar x = T{T{T{}}}\n`],
    ['powershell', `$x = ${'$a + '.repeat(20_000)}$a\niex $x\n`],
    ['powershell', `${'$a += $a; '.repeat(2000)}iex $a\n`],
    ['powershell', `$x ${'| % { $_ } '.repeat(400)}| iex\n`],
    ['powershell', `$x ${'| ? { $_.Name -eq (iex $_) } '.repeat(200)}\n`],
    ['powershell', `${'. ('.repeat(60)}x${')'.repeat(60)}\n`],
    ['powershell', 'function f($g) { & $g $g }; f $f; f { param($h) & $h $h }; & f f'],
    ['powershell', `function f { ${'if ($a) { return 1 }\n'.repeat(1000)} 2 }\nf\n`],
    ['powershell', `${'if ($a) { b } elseif (c) { d } '.repeat(1)}${'elseif ($a) { b } '.repeat(500)}\n`],
    ['powershell', '$x = 1..4000 | % { 1..4000 | % { $_ } }\niex $x\n'],
    ['powershell', '[byte[]]$x = 0..65535 | % { 0 }\nfor ($i = 0; $i -lt 4000; $i++) { $y += $x[$i] }\n'],
    ['powershell', "iex 'iex ''iex 1'''\n"],
    ['python', `x = "a" * 60000\n${'x = x.replace("a", "aa")\n'.repeat(40)}`],
  ] as const)('ends on %s %#', async (language, text) => {
    const facts = await read(language, text)
    for (const fact of facts) parseRecord(fact, 'test')
  })

  it.each([
    ['python', 'def f{i}(x):\n    y = "a" + x\n    return g(y)\nf{i}("b")\n'],
    ['javascript', 'const f{i} = (x) => g(`a${x}`)\nf{i}("b")\n'],
    ['php', '<?php function f{i}($x) { $y = "a" . $x; return g($y); } f{i}("b"); ?>\n'],
    ['ruby', 'def f{i}(x)\n  y = "a" + x\n  g(y) { |z| h(z) }\nend\nf{i}("b")\n'],
    [
      'powershell',
      'function f{i}($x) { $y = "a" + $x; if ($y) { return g $y }; $y | % { h $_ } }\nf{i} -x b | foo\n',
    ],
    ['bash', 'f{i}() { echo "$1" | cat; }\nf{i} b\n'],
    ['go', 'func f{i}(x string) string {\n\ty := "a" + x\n\treturn g(y)\n}\nvar z{i} = f{i}("b")\n'],
  ] as const)('takes ten times the steps for ten times the %s, not more', async (language, piece) => {
    const text = (times: number) =>
      Array.from({ length: times }, (_, i) => piece.replaceAll('{i}', String(i))).join('')
    const spent = async (times: number, steps: number) =>
      (await read(language, text(times), steps)).some((fact) => fact['gap.reason'] === 'budget')
    // The least number of steps that suffices, by halving.
    let [low, high] = [1, 100_000]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (await spent(10, middle)) low = middle
      else high = middle
    }
    expect(await spent(100, high * 11)).toBe(false)
  })

  it('says when the work allowed was used up, and keeps what was seen until then', async () => {
    const facts = await read('python', `import os\nos.system("a")\n${'x = f(x)\n'.repeat(5000)}`, 2000)
    expect(facts.filter((fact) => fact.kind === 'read.gap')).toMatchObject([
      { 'gap.reason': 'budget', 'gap.material': true },
    ])
    expect(facts.some((fact) => fact['code.call.name'] === 'os.system')).toBe(true)
  })
})
