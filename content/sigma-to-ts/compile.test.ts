import { describe, expect, it } from 'vitest'
import { compileRules, explainPlan, where } from './index.js'
import { parseCondition } from './condition.js'
import { base64, base64offsets, windash } from './encode.js'
import { readString, textTest } from './string.js'

const rule = (detection: string, head = 'title: T\nlogsource: {category: file}'): string =>
  `${head}\ndetection:\n${detection
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`

const compile = (text: string, options = {}): ReturnType<typeof compileRules> =>
  compileRules([{ path: 'r.yml', text }], options)

/** The compiled search identifier `s` of a rule with one detection. */
function detection(yaml: string, options = {}): unknown {
  const { plan, errors } = compile(rule(`s:\n    ${yaml}\ncondition: s`), options)
  expect(errors).toEqual([])
  return plan.rules[0]?.detections['s']
}

const refusal = (yaml: string): string => {
  const { plan, errors } = compile(rule(`s:\n    ${yaml}\ncondition: s`))
  expect(plan.rules).toEqual([])
  return errors.map((error) => error.detail).join('; ')
}

describe('strings (Sigma rules 2.1, Escape Character)', () => {
  it.each([
    ['a\\b', ['a\\b']],
    ['a\\\\b', ['a\\b']],
    ['\\*', ['*']],
    ['\\\\*', ['\\', 0]],
    ['\\\\\\*', ['\\*']],
    ['\\\\\\', ['\\\\']],
    ['\\\\\\\\', ['\\\\']],
    ['a**?', ['a', 0, 1]],
    ['\\?\\x', ['?\\x']],
  ])('%s', (text, parts) => {
    expect(readString(text)).toEqual(parts)
  })

  it.each([
    ['*a*', 'eq', { op: 'contains', text: 'a' }],
    ['*a', 'eq', { op: 'endswith', text: 'a' }],
    ['a*', 'eq', { op: 'startswith', text: 'a' }],
    ['a*', 'endswith', { op: 'contains', text: 'a' }],
    ['a*b', 'eq', { op: 'glob', parts: ['a', 0, 'b'] }],
    ['*', 'eq', { op: 'contains', text: '' }],
    ['', 'eq', { op: 'eq', text: '' }],
    ['a?', 'contains', { op: 'glob', parts: [0, 'a', 1, 0] }],
  ] as const)('%s under %s', (text, op, test) => {
    expect(textTest(readString(text), op, false)).toEqual(test)
  })
})

describe('modifiers (Sigma modifiers 2.1)', () => {
  it.each([
    ["f: 'X'", { field: 'f', any: [{ op: 'eq', text: 'X' }] }],
    ['f: 4688', { field: 'f', any: [{ op: 'eq', text: '4688' }] }],
    ['f: 12345678901234567890', { field: 'f', any: [{ op: 'eq', text: '12345678901234567890' }] }],
    ['f: true', { field: 'f', any: [{ op: 'eq', text: 'true' }] }],
    ['f: null', { field: 'f', any: [{ op: 'null' }] }],
    ['f:', { field: 'f', any: [{ op: 'null' }] }],
    ["f: ''", { field: 'f', any: [{ op: 'eq', text: '' }] }],
    ['f|exists: false', { field: 'f', any: [{ op: 'exists', value: false }] }],
    ['f|cased: Ab', { field: 'f', any: [{ op: 'eq', text: 'Ab', cased: true }] }],
    ['f|neq: a', { not: { field: 'f', any: [{ op: 'eq', text: 'a' }] } }],
    [
      'f|contains|all: [a, b]',
      {
        field: 'f',
        all: [
          { op: 'contains', text: 'a' },
          { op: 'contains', text: 'b' },
        ],
      },
    ],
    ['f|gte: 3', { field: 'f', any: [{ op: 'gte', value: 3 }] }],
    ['f|hour: 3', { field: 'f', any: [{ op: 'time', part: 'hour', compare: 'eq', value: 3 }] }],
    ['f|hour|lt: 6', { field: 'f', any: [{ op: 'time', part: 'hour', compare: 'lt', value: 6 }] }],
    ["f|re|i: 'a.c'", { field: 'f', any: [{ op: 're', pattern: 'a.c', flags: 'i' }] }],
    ["f|re|s|m|i: 'a'", { field: 'f', any: [{ op: 're', pattern: 'a', flags: 'ims' }] }],
    ['f|cidr: 10.0.0.0/8', { field: 'f', any: [{ op: 'cidr', net: '10.0.0.0/8' }] }],
    ['f|fieldref: g', { field: 'f', any: [{ op: 'field', field: 'g', as: 'eq' }] }],
    ['f|fieldref|endswith: g', { field: 'f', any: [{ op: 'field', field: 'g', as: 'endswith' }] }],
    ['f|base64|contains: foobar', { field: 'f', any: [{ op: 'contains', text: 'Zm9vYmFy' }] }],
    [
      'f|base64offset|contains: foobar',
      { field: 'f', any: ['Zm9vYmFy', 'Zvb2Jhc', 'mb29iYX'].map((text) => ({ op: 'contains', text })) },
    ],
    ['f|wide|base64: a', { field: 'f', any: [{ op: 'eq', text: 'YQA=' }] }],
    ['f|utf16be|base64: a', { field: 'f', any: [{ op: 'eq', text: 'AGE=' }] }],
    ['f|utf16|base64: a', { field: 'f', any: [{ op: 'eq', text: '//5hAA==' }] }],
    [
      'f|expand: "%l%.x"',
      { field: 'f', any: [{ op: 'list', list: 'l', as: 'eq', before: '', after: '.x' }] },
    ],
    [
      '- a\n    - b',
      {
        field: null,
        any: [
          { op: 'contains', text: 'a' },
          { op: 'contains', text: 'b' },
        ],
      },
    ],
    [
      "'|all': [a, b]",
      {
        field: null,
        all: [
          { op: 'contains', text: 'a' },
          { op: 'contains', text: 'b' },
        ],
      },
    ],
    [
      '- a: 1\n    - b: 2',
      {
        or: [
          { field: 'a', any: [{ op: 'eq', text: '1' }] },
          { field: 'b', any: [{ op: 'eq', text: '2' }] },
        ],
      },
    ],
  ])('%s', (yaml, expected) => {
    expect(detection(yaml)).toEqual(expected)
  })

  it('spells every dash', () => {
    expect(windash('a -b', 10_000)).toEqual(['a -b', 'a /b', 'a –b', 'a —b', 'a ―b'])
    expect(windash('a-b', 10_000)).toEqual(['a-b'])
    expect(windash('-a /b', 10_000)).toHaveLength(25)
    expect(detection("f|windash|contains|all: ['-a', 'x']")).toMatchObject({
      and: [{ field: 'f' }, { field: 'f' }],
    })
  })

  it('fills placeholders with known lists', () => {
    const lists = { who: ['adm*', 'root'] }
    expect(detection('f|expand: "\\\\%x%who%"', { lists })).toEqual({
      field: 'f',
      any: [
        { op: 'startswith', text: '%xadm' },
        { op: 'eq', text: '%xroot' },
      ],
    })
  })

  it('reads entries of lists as the evaluator does at load', () => {
    const lists = { share: ['\\\\srv\\*', 'a\\\\b'] }
    expect(detection('f|expand: "%share%"', { lists })).toEqual({
      field: 'f',
      any: [
        { op: 'startswith', text: '\\\\srv\\' },
        { op: 'eq', text: 'a\\\\b' },
      ],
    })
  })

  it('refuses more combinations of lists than a plan may hold', () => {
    const lists = { l: Array.from({ length: 400 }, (_, i) => `v${i}`) }
    const { errors } = compile(rule('s:\n    f|expand: "%l%%l%%l%%l%"\ncondition: s'), { lists })
    expect(errors.map((error) => error.detail)).toEqual(['the value has too many spellings'])
  })

  it('encodes like everyone else', () => {
    for (const text of ['', 'a', 'ab', 'abc', 'é😀']) {
      const bytes = new TextEncoder().encode(text)
      expect(base64(bytes)).toBe(Buffer.from(text).toString('base64'))
      for (const [shift, found] of base64offsets(bytes).entries())
        for (const tail of ['', 'x', 'yz', 'zzz'])
          expect(
            Buffer.concat([Buffer.alloc(shift, 'p'), Buffer.from(text + tail)]).toString('base64'),
          ).toContain(found)
    }
  })

  it.each([
    ['f|contain: a', 'no modifier contain'],
    ['f|all: a', 'single value'],
    ["f: ['', null]", 'null cannot be part of a list'],
    ['f: []', 'empty'],
    ['f: {g: 1}', 'mapping'],
    ['f|re|contains: a', 'no meaning after re'],
    ['f|contains|re: a', 'cannot follow contains'],
    ['f|i: a', 'belongs to re'],
    ["f|re: '(?=a)'", 'look-around'],
    ['f|cidr: 10.0.0.0/33', 'not a network'],
    ['f|exists: 1', 'true or false'],
    ['f|lt: x', 'not a number'],
    ["f|base64: 'a*'", 'no base64 form'],
    ['f|base64offset: a', 'contains must follow'],
    ['f|fieldref: "a*"', 'without wildcards'],
  ])('refuses %s', (yaml, reason) => {
    expect(refusal(yaml)).toContain(reason)
  })
})

describe('conditions (Sigma rules 2.1, Condition)', () => {
  const names = ['a', 'b', 'sel_1', 'sel_2', '_hidden']
  it.each([
    ['a or b and not a', { or: [{ use: 'a' }, { and: [{ use: 'b' }, { not: { use: 'a' } }] }] }],
    ['(a or b) and a', { and: [{ or: [{ use: 'a' }, { use: 'b' }] }, { use: 'a' }] }],
    ['1 of sel_*', { or: [{ use: 'sel_1' }, { use: 'sel_2' }] }],
    ['all of *_1', { use: 'sel_1' }],
    ['not 1 of sel* and a', { and: [{ not: { or: [{ use: 'sel_1' }, { use: 'sel_2' }] } }, { use: 'a' }] }],
    ['all of them', { and: ['a', 'b', 'sel_1', 'sel_2'].map((use) => ({ use })) }],
    ['NOT a AND b', { and: [{ not: { use: 'a' } }, { use: 'b' }] }],
    ['not not a', { use: 'a' }],
    ['1 of s*_*1', { use: 'sel_1' }],
    ['1 of *sel_1*', { use: 'sel_1' }],
    ['1 of sel_1', { use: 'sel_1' }],
  ])('%s', (text, expected) => {
    expect(parseCondition(text, names)).toEqual(expected)
  })
  it.each([
    '',
    'a b',
    'a and',
    '(a',
    'a)',
    'c',
    '1 of x*',
    '2 of sel*',
    'a | count() > 1',
    'a or or b',
    '1 of sel_1*1',
    '1 of el_*',
    `${'('.repeat(99)}a`,
  ])('refuses %j', (text) => {
    expect(() => parseCondition(text, names)).toThrow()
  })
})

describe('hostile conditions', () => {
  it('selects by a pattern of many stars in no time', () => {
    const started = performance.now()
    expect(() => parseCondition(`1 of ${'*a'.repeat(40)}*b`, ['a'.repeat(1000)])).toThrow(
      'no search identifier',
    )
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('documents', () => {
  it('collects all errors with their places and keeps the good rules', () => {
    const text = [
      rule('s:\n    f: 1\ncondition: s'),
      rule('s:\n    f|nope: 1\ncondition: s and t'),
      'title: X\nlogsource: {category: file}\ndetection: 3\n',
      'a: [\n',
    ].join('---\n')
    const { plan, errors } = compile(text)
    expect(plan.rules).toHaveLength(1)
    expect(errors.map((error) => `${where(error)} ${error.detail}`)).toEqual([
      'r.yml:12:9 there is no modifier nope',
      'r.yml:13:22 there is no search identifier t',
      'r.yml:17:1 there is no `detection` mapping',
      expect.stringContaining('YAML'),
    ])
    expect(errors.every((error) => error.mend !== '')).toBe(true)
  })

  it.each([
    ["s:\n    f|re: 'ab(?=c)'\ncondition: s", 'r.yml:5:18 regular expression'],
    ['s:\n    f|re: ab(?=c)\ncondition: s', 'r.yml:5:17 regular expression'],
    ['s:\n    f|re: "\\tb(?=c)"\ncondition: s', 'r.yml:5:15 regular expression'],
    ["s:\n    f: 1\ncondition: 's and t'", 'r.yml:6:23 there is no search identifier t'],
    ['s:\n    f: 1\n    <<: {g: 2}\ncondition: s', 'r.yml:6:9 merge keys'],
    ['s:\n    [a, b]: 1\ncondition: s', 'r.yml:5:9 a key that is not a plain value'],
  ])('points at the character in %j', (detection, expected) => {
    const [error] = compile(rule(detection)).errors
    expect(error && `${where(error)} ${error.detail}`).toContain(expected)
  })

  it('reports every YAML error of a document', () => {
    const { errors } = compile('a: "\\q"\nb: "\\w"\n')
    expect(errors.map((error) => where(error))).toEqual(['r.yml:1:5', 'r.yml:2:5'])
  })

  it('applies global filters', () => {
    const text = [
      rule('s:\n    f: 1\ncondition: s', 'title: T\nid: one\nlogsource: {category: file}'),
      'title: F\nid: fil\nlogsource: {category: file}\nfilter:\n    rules: [one]\n    ok: {u: x}\n    condition: not ok\n',
    ].join('---\n')
    expect(compile(text).plan.rules[0]?.condition).toEqual({
      and: [{ use: 's' }, { not: { use: 'filter:fil:ok' } }],
    })
  })

  it('works out rule collections', () => {
    const text = [
      'action: global\ntitle: G\nlogsource: {product: x}\n',
      'id: a\nlogsource: {category: file}\ndetection: {s: {f: 1}, condition: s}\n',
      'action: repeat\nid: b\ndetection: {s: {f: 2}}\n',
      'action: reset\n',
      rule('s:\n    f: 1\ncondition: s'),
    ].join('---\n')
    const { plan, errors } = compile(text)
    expect(errors).toEqual([])
    expect(plan.rules.map((one) => [one.title, one.logsource.product])).toEqual([['G', 'x'], ['G', 'x'], ['T', undefined]]) // prettier-ignore
  })

  it('maps fields and log sources by pipelines', () => {
    const pipelines = [
      {
        name: 'ours',
        steps: [
          { when: { category: 'file' }, fields: { f: ['x.f', 'y.f'] }, prefix: 'raw.' },
          { logsource: { product: 'agent' } },
        ],
      },
    ]
    const { plan } = compile(rule('s:\n    f: 1\n    g: 2\ncondition: s'), { pipelines })
    expect(plan.rules[0]?.logsource).toEqual({ product: 'agent', category: 'file' })
    expect(JSON.stringify(plan.rules[0]?.detections)).toMatch(/x\.f.*y\.f.*raw\.g/)
  })

  it('reads correlations, their references, aliases and chains', () => {
    const base = rule('s:\n    f: 1\ncondition: s', 'title: T\nname: base\nlogsource: {category: file}')
    const count =
      'title: C\nname: many\ncorrelation:\n    type: event_count\n    rules: [base]\n    group-by: [u]\n    timespan: 10m\n    condition: {gt: 3, lte: 9}\n    aliases: {u: {base: user.name}}\n'
    const chain =
      'title: D\ncorrelation:\n    type: temporal\n    rules: [many, base]\n    group-by: [u]\n    timespan: 1h\n    condition: many and base\n    generate: true\n'
    const { plan, errors } = compile([chain, base, count].join('---\n'))
    expect(errors).toEqual([])
    expect(plan.correlations.map((one) => [one.title, one.window, one.timespan])).toEqual([
      ['C', 'tumbling', 600_000],
      ['D', 'sliding', 3_600_000],
    ])
    expect(plan.correlations[0]).toMatchObject({
      by: [{ name: 'u', of: { base: 'user.name' } }],
      alerts: true,
    })
    expect(plan.rules[0]?.alerts).toBe(true)
  })

  it.each([
    ['type: nope', 'no correlation type'],
    ['type: event_count\n    rules: [x]\n    timespan: 1h\n    condition: {gte: 1}', 'x is not there'],
    ['type: event_count\n    rules: [x]\n    timespan: 1h30m\n    condition: {gte: 1}', 'timespan'],
    ['type: value_count\n    rules: [x]\n    timespan: 1h\n    condition: {gte: 1}', 'needs `field`'],
    ['type: event_count\n    rules: [x]\n    timespan: 1h', 'no condition'],
    ['type: temporal\n    rules: [self]\n    timespan: 1h', 'circle'],
  ])('refuses the correlation %j', (body, reason) => {
    const { errors } = compile(`title: C\nname: self\ncorrelation:\n    ${body}\n`)
    expect(errors.map((error) => error.detail + error.mend).join('; ')).toContain(reason)
  })

  it('reads our own attribute', () => {
    const head = 'title: T\nlogsource: {category: file}\nclawback: {type: capability, response: 9}'
    const { errors } = compile(rule('s:\n    f: 1\ncondition: s', head))
    expect(errors.map((error) => error.detail)).toEqual([
      'a capability rule says no capability',
      'clawback.response is not a level',
    ])
  })

  it('keeps the hash of a rule whose meaning did not change', () => {
    const of = (text: string): string | undefined => compile(text).plan.rules[0]?.hash
    const one = rule('s:\n    f: 1\ncondition: s')
    expect(of(one.replace('title: T', 'title: U'))).toBe(of(one))
    expect(of(one.replace('f: 1', 'f: 2'))).not.toBe(of(one))
  })
})

describe('hostile and half-right input', () => {
  const details = (text: string): string => compile(text).errors.map(({ detail }) => detail).join('; ') // prettier-ignore

  it.each([
    [
      'an identifier a record cannot hold',
      rule('__proto__: {f: 1}\ns: {f: 1}\ncondition: s'),
      'be named __proto__',
    ],
    ['flow nesting', '['.repeat(500_000), 'nested too deep'],
    ['block nesting', '- '.repeat(100_000), 'nested too deep'],
    ['aliases', rule(`s: &a {f: 1}\nl: [${'*a,'.repeat(5000)}]\ncondition: s`), 'more than 100 aliases'],
    ['tags', rule('s: {f: !!binary aGVsbG8=}\ncondition: s'), 'Unresolved tag'],
    ['a key twice', rule('s: {1: a, "1": b}\ncondition: s'), 'the key 1 is there twice'],
    ['many keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1\n`).join(''), 'no title'],
    [
      'a UTF-16 form before windash',
      rule("s: {f|wide|windash|contains: '-e'}\ncondition: s"),
      'must stand before wide',
    ],
    [
      'a UTF-16 form before expand',
      rule("s: {f|wide|expand: '%l%'}\ncondition: s"),
      'must stand before wide',
    ],
  ])('refuses %s', (_, text, wanted) => {
    expect(details(text)).toContain(wanted)
    expect(compile(text).plan.rules).toEqual([])
  })

  it('reads values the same whatever version of YAML a file names', () => {
    const { plan } = compile(`%YAML 1.1\n---\n${rule('s: {f: [2020-01-01, yes]}\ncondition: s')}`)
    const any = ['2020-01-01', 'yes'].map((text) => ({ op: 'eq', text }))
    expect(plan.rules[0]?.detections).toEqual({ s: { field: 'f', any } })
    expect(detection('f: !!str 1')).toEqual({ field: 'f', any: [{ op: 'eq', text: '1' }] })
  })

  it.each([
    ['f|re:', 'null is not a regular expression'],
    ["f|windash: '-a -b -c -d -e -g'", 'too many spellings'],
    ['f: [null]', 'null cannot be part of a list'],
    ['f: *missing', 'the alias *missing names nothing'],
    ["f: ['a', *missing]", 'the alias *missing names nothing'],
    ['f|re|i|cased: a', 'exclude each other'],
    ['f|cidr|cased: 10.0.0.0/8', 'no meaning'],
    ['f|lt|cased: 1', 'no meaning'],
  ])('refuses %s', (yaml, wanted) => {
    expect(refusal(yaml)).toContain(wanted)
  })

  it('counts the spellings of placeholders before it makes them', () => {
    const lists = { l: Array.from({ length: 50 }, (_, i) => `${i}`) }
    const { errors } = compile(rule(`s: {f|expand: '${'%l%'.repeat(12)}'}\ncondition: s`), { lists })
    expect(errors.map(({ detail }) => detail)).toEqual(['the value has too many spellings'])
  })

  it('compiles nothing of a collection with a document left out', () => {
    const one = rule('s: {f: 1}\ncondition: s', 'title: A\nid: a\nlogsource: {category: file}')
    const { plan, errors } = compile(`${one}---\ntitle: [\n---\naction: repeat\ntitle: C\nid: c\n`)
    expect(plan.rules).toEqual([])
    expect(errors.map(({ detail }) => detail)).toContain('a document of this collection has errors')
    expect(compile(`${one}---\ntitle: [\n`).plan.rules).toHaveLength(1)
  })

  it('selects by pattern in linear time', () => {
    const names = ['a'.repeat(200), 'ab', 'a.b', 'aXa']
    expect(() => parseCondition(`1 of ${'a*'.repeat(30)}b`, names)).toThrow('no search identifier')
    expect(parseCondition('1 of a*b', names)).toEqual({ or: [{ use: 'ab' }, { use: 'a.b' }] })
    expect(parseCondition('1 of a.*', names)).toEqual({ use: 'a.b' })
    expect(parseCondition('1 of aX*Xa or ab', [...names, 'aXXa'])).toEqual({ or: [{ use: 'aXXa' }, { use: 'ab' }] }) // prettier-ignore
  })

  it('knows a backslash before a placeholder from an escaped percent sign', () => {
    const lists = { u: ['bob'] }
    expect(detection("f|expand: 'C:\\\\%u%\\x'", { lists })).toEqual({ field: 'f', any: [{ op: 'eq', text: 'C:\\bob\\x' }] }) // prettier-ignore
    expect(detection("f|expand: 'a\\%u%'", { lists })).toEqual({ field: 'f', any: [{ op: 'eq', text: 'a%u%' }] }) // prettier-ignore
  })

  it('looks for a keyword within values whatever its case', () => {
    expect(detection("'|cased': Foo")).toEqual({ field: null, any: [{ op: 'contains', text: 'Foo', cased: true }] }) // prettier-ignore
  })

  it('refuses what a correlation does not know', () => {
    const correlation = (more: string): string =>
      `${rule('s: {f: 1}\ncondition: s', 'title: R\nid: r\nlogsource: {category: file}')}---\ntitle: C\ncorrelation: {type: event_count, rules: [r], timespan: 1m, condition: {gte: 2}, ${more}}\n`
    expect(details(correlation('groupby: [u]'))).toContain('correlation.groupby is unknown')
    expect(details(correlation('group-by: {u: v}'))).toContain('holds something else than names')
    expect(details(correlation('aliases: {u: {q: f}}'))).toContain('not among the rules')
    expect(details(correlation('aliases: {u: {r: [f]}}'))).toContain('the alias u names no field')
    expect(details(correlation('aliases: {u: {r: f}}'))).toBe('')
    expect(details(correlation('group-by: [u]').replace('gte: 2', 'gte: 2, field: f'))).toContain('no field')
    expect(details(correlation('group-by: [u]'))).toBe('')
  })
})

describe('filters', () => {
  const filter = (test: string): string =>
    `---\ntitle: F\nlogsource: {category: file}\nfilter:\n  rules: any\n  s: {${test}}\n  condition: not s\n`

  it('keeps filters of one title apart', () => {
    const { plan } = compile(rule('s: {f: 1}\ncondition: s') + filter('q: 1') + filter('q: 2'))
    expect(Object.keys(plan.rules[0]?.detections ?? {})).toHaveLength(3)
    expect(JSON.stringify(plan.rules[0]?.detections)).toMatch(/"field":"q".*"field":"q"/)
  })

  it('finds the rules of a filter by the log source as written', () => {
    const pipelines = [{ name: 'p', steps: [{ logsource: { category: 'other' } }] }]
    const { plan, errors } = compile(rule('s: {f: 1}\ncondition: s') + filter('q: 1'), { pipelines })
    expect(errors).toEqual([])
    expect(plan.rules[0]).toMatchObject({ logsource: { category: 'other' }, condition: { and: [{}, {}] } })
  })
})

it('says nothing to a terminal but text', () => {
  const words = explainPlan(compile(rule('"s\\e[2J": {"f\\e[2J": a}\ncondition: 1 of them')).plan)
  // eslint-disable-next-line no-control-regex -- that is the point
  expect(words).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})

describe('what to do about a match (clawback.fix)', () => {
  const withFix = (fix: string): string =>
    rule('s: {f: a}\ncondition: s', `title: T\nlogsource: {category: file}\nclawback: {${fix}}`)

  it('stands in the plan and does not change what the rule means', () => {
    const [plain, told] = ['type: threat', 'type: threat, fix: Take it out.'].map(
      (own) => compile(withFix(own)).plan.rules[0],
    )
    expect(told?.fix).toBe('Take it out.')
    expect(plain).not.toHaveProperty('fix')
    expect(told?.hash).toBe(plain?.hash)
  })

  it.each(['fix: ""', 'fix: [a]', `fix: ${'x'.repeat(1025)}`])('refuses %.20s', (own) => {
    expect(compile(withFix(own)).errors[0]?.detail).toMatch(/clawback\.fix is not a text/)
  })
})
