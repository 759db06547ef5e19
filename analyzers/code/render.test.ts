import { expect, it } from 'vitest'

import { argumentTexts } from './render.js'
import { pathValue, textValue } from './values.js'

it('an object that a name may stand for is told behind the arguments', () => {
  const shape = new Map([['host', textValue('relay.example')]])
  const either = { ...pathValue('given.relay', false), shape }
  expect(argumentTexts({ args: [either], named: new Map() })).toEqual(['?', 'host=relay.example'])
  expect(argumentTexts({ args: [{ ...either, made: true }], named: new Map() })).toEqual(['?'])
})
