import { expect, test } from 'vitest'
import * as surface from './index.js'

test('the public surface is what it was decided to be', () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "createGuard",
      "guardClient",
      "openResponder",
      "parseGuardConfig",
      "readGuardConfig",
    ]
  `)
})
