import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { openTextModel } from '../../analyzers/text-model/open.js'
import { decide } from './decide.js'
import { parseManifest } from './manifest.js'
import { renderDatasheet } from './datasheet.js'
import { renderPage } from './page.js'
import type { Report } from './report.js'

const pack = new URL('../../content/packs/text-model/', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, pack), 'utf8')
const report = JSON.parse(read('metrics.json')) as Report
const rows = parseManifest(read('training.csv'))

test('the model shipped is sound and small', () => {
  expect(openTextModel(JSON.parse(read('models/hostile-text.json'))).name).toBe('hostile-text')
  expect(read('models/hostile-text.json').length).toBeLessThan(100_000)
})

test('the rule speaks from where the figures say', () => {
  const [, threshold] = /text\.model\.score\|gt: ([\d.-]+)/.exec(read('rules/hint.yml')) ?? []
  expect(Number(threshold)).toBeCloseTo(report.measured.threshold, 3)
})

test('it is off, which is what its figures say', () => {
  expect(decide(report.measured)).toEqual(report.decision)
  expect(report.decision.on).toBe(false)
  expect(readFileSync(new URL('../packs.ts', import.meta.url), 'utf8')).toContain("new Set(['text-model'])")
})

test('page and datasheet say what the figures say', () => {
  expect(read('README.md')).toBe(renderDatasheet(report, rows))
  expect(readFileSync(new URL('../../docs/text-model.md', import.meta.url), 'utf8')).toBe(
    renderPage(report, rows),
  )
})
