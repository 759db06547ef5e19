import { expect, test } from 'vitest'
import type { ReportData } from '@clawback/model'
import { renderReport } from './render.js'

const hostile = '</script><script>alert(1)</script><!-- <script>'
const data: ReportData = { title: hostile, made: '2026-01-01T00:00:00.000Z', artifacts: [], incidents: [] }

test('nothing in the data can close or open an element', () => {
  const html = renderReport(data, { script: 'void 0', style: '' })
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html.match(/<\/script>/g)).toHaveLength(2)
  expect(html).not.toContain('<!-- ')
})

test('the data comes back as it was', () => {
  const html = renderReport(data, { script: 'void 0', style: '' })
  const json = /id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  expect(JSON.parse(json)).toEqual(data)
})

test('the policy names the script by hash and allows nothing else', () => {
  const html = renderReport(data, { script: 'void 0', style: 'a{}' })
  expect(html).toMatch(/default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/)
})
