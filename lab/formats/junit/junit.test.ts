import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { examination, finding, suppression, survey } from '../testkit.js'
import { renderJunit } from './report.js'
import { element, xmlText } from './xml.js'

interface Node {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Node[]
  text: string
}

/** A strict parse: throws on anything that XML 1.0 does not allow. */
function parse(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const node = { name, attributes, children: [], text: '' }
    open.at(-1)?.children.push(node)
    open.push(node)
  })
  parser.on('text', (text) => {
    const top = open.at(-1)
    if (top !== undefined) top.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return root.children[0] ?? root
}

const outcomes = (suite: Node | undefined): string[] =>
  (suite?.children ?? [])
    .filter(({ name }) => name === 'testcase')
    .map(({ attributes, children }) => {
      const [first] = children.filter(({ name }) => name !== 'system-out')
      return `${attributes['name'] ?? ''}:${first?.name ?? 'passed'}`
    })

describe('JUnit', () => {
  const root = parse(renderJunit(survey()))

  it('holds hostile text as text', () => {
    const names = new Set<string>()
    const walk = (node: Node): void => {
      names.add(node.name)
      node.children.forEach(walk)
    }
    walk(root)
    expect([...names].sort()).toEqual([
      'error', 'failure', 'properties', 'property', 'skipped', 'system-out', 'testcase', 'testsuite', 'testsuites',
    ]) // prettier-ignore
  })

  it('has a suite per artifact and a case per group; it fails where the call does', () => {
    expect(root.children.map(outcomes)).toEqual([
      ['intake:error'],
      ['verdict:failure', 'coverage:skipped', 'other:skipped', 'theft:failure'],
      ['verdict:error', 'coverage:skipped', 'other:passed', 'theft:passed'],
      ['verdict:passed', 'coverage:skipped', 'other:passed', 'theft:passed'],
      ['notes:passed'],
    ])
    for (const suite of root.children)
      for (const [count, type] of [
        ['tests', 'testcase'],
        ['failures', 'failure'],
        ['errors', 'error'],
        ['skipped', 'skipped'],
      ] as const)
        // prettier-ignore
        expect(Number(suite.attributes[count])).toBe(
          suite.children.filter(
            ({ name, children }) => name === 'testcase' && (type === name || children[0]?.name === type),
          ).length,
        )
  })

  it('with --fail-on never nothing fails, and findings are told all the same', () => {
    const text = renderJunit(survey({ failing: [], failures: [], examinations: [examination([finding()])] }))
    expect(outcomes(parse(text).children[0])).toEqual([
      'verdict:passed',
      'coverage:skipped',
      'other:passed',
      'theft:passed',
    ])
    expect(text).toContain('what to do: Take it out')
  })

  it('a group whose findings are all suppressed is skipped, with the reason', () => {
    const text = renderJunit(survey({ examinations: [examination([finding({ suppressed: suppression })])] }))
    expect(outcomes(parse(text).children[1])).toContain('theft:skipped')
    expect(text).toContain('suppressed until 2027-01-31: Known:')
  })

  it('any text is well-formed, and displayed text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const xml = element('a', { b: text }, [xmlText(text)])
        expect(parse(xml)).toMatchObject({ name: 'a' })
      }),
      { numRuns: 200 },
    )
    expect(parse(element('a', { b: '1 < 2 & "3"\n' }, [xmlText("<'>\n")]))).toMatchObject({
      attributes: { b: '1 < 2 & "3"\n' },
      text: "<'>\n",
    })
  })
})
