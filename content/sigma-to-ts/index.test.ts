import { expect, it } from 'vitest'
import * as surface from './index.js'

it('exports what the pin says, and nothing else', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'compileRules',
    'emitModule',
    'explainPlan',
    'explainRule',
    'toClawbackError',
    'where',
  ])
})
