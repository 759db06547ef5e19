import { expect, it } from 'vitest'
import { endsOnImport, lacksPackage } from './imports.js'

it.each([
  ["ModuleNotFoundError: No module named 'plotly'", true, true],
  ["Error: Cannot find module 'left-pad'", true, true],
  ['ERROR: Required packages not installed. Please run: pip install pypdf reportlab', false, true],
  ['Error: python-pptx is missing.\nInstall it:\n  pip install python-pptx', false, true],
  ['the following arguments are required: --input', false, false],
  ['Successfully installed pdfplumber-1.0.0', false, false],
  ['', false, false],
])('what a program says when it lacks a package: %j', (output, ends, lacks) => {
  expect(endsOnImport(output)).toBe(ends)
  expect(lacksPackage(output)).toBe(lacks)
})
