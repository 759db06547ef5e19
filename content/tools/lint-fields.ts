import { fields, kinds, openPrefixes } from '@clawback/model'
import { isMap, isScalar, isSeq } from 'yaml'
import type { PackProblem } from './problem.js'
import type { YamlDocument } from './yaml.js'

const nouns: ReadonlySet<string> = new Set(Object.keys(kinds).map((kind) => kind.replace(/\..*$/, '')))

/**
 * Checks the field names, kinds and log source of one rule document against the vocabulary, each with its place. Rules
 * for other products (SigmaHQ's own, mapped by a pipeline) are left alone.
 */
export function lintFields(document: YamlDocument): PackProblem[] {
  const value = (document.value ?? {}) as Readonly<Record<string, unknown>>
  const rule = typeof value['id'] === 'string' ? value['id'] : undefined
  const problems: PackProblem[] = []
  const add = (node: unknown, detail: string, mend: string): void => {
    const place = document.placeOf(node)
    problems.push({ severity: 'error', ...place, detail, mend, ...(rule === undefined ? {} : { rule }) })
  }
  const contents = document.node.contents
  if (!isMap(contents)) return problems
  const source = contents.get('logsource', true)
  if (isMap(source)) {
    if (source.get('product') !== 'agent') return problems
    const category = source.get('category', true)
    if (isScalar(category) && !nouns.has(String(category.value)))
      add(category, `no kind begins with ${String(category.value)}`, 'Use a noun of docs/events.md.')
  }
  const detection = contents.get('detection', true)
  if (isMap(detection))
    for (const pair of detection.items)
      if (isScalar(pair.key) && pair.key.value !== 'condition') checkSearch(pair.value, add)
  for (const node of [...listed(contents.getIn(['correlation', 'group-by'], true))])
    if (isScalar(node)) checkField(String(node.value), node, add)
  checkTarget(contents.getIn(['clawback', 'capability', 'target'], true), add)
  return problems
}

type Add = (node: unknown, detail: string, mend: string) => void

function checkSearch(node: unknown, add: Add): void {
  if (isSeq(node)) for (const item of node.items) checkSearch(item, add)
  if (!isMap(node)) return
  for (const pair of node.items) {
    if (!isScalar(pair.key)) continue
    const name = String(pair.key.value).split('|')[0] ?? ''
    checkField(name, pair.key, add)
    if (name === 'kind' && String(pair.key.value) === 'kind') checkKinds(pair.value, add)
  }
}

function checkField(name: string, node: unknown, add: Add): void {
  if (name === '' || Object.hasOwn(fields, name) || openPrefixes.some((prefix) => name.startsWith(prefix)))
    return
  add(node, `${name} is not in the vocabulary`, 'See docs/events.md, or add the field to the vocabulary.')
}

function checkKinds(node: unknown, add: Add): void {
  for (const item of [...listed(node)])
    if (isScalar(item) && !Object.hasOwn(kinds, String(item.value)))
      add(item, `there is no kind ${String(item.value)}`, 'See docs/events.md.')
}

function checkTarget(node: unknown, add: Add): void {
  if (!isScalar(node)) return
  for (const [, name = ''] of String(node.value).matchAll(/%([^%\s]+)%/g)) checkField(name, node, add)
}

function listed(node: unknown): readonly unknown[] {
  return isSeq(node) ? node.items : [node]
}
