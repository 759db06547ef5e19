import { expect, test } from 'vitest'
import { resembled } from './well-known.js'

test.each([
  ['npm', 'expres', 'express'],
  ['npm', 'lodahs', 'lodash'],
  ['npm', 'axois', 'axios'],
  ['pypi', 'reqeusts', 'requests'],
  ['pypi', 'Python_Dotemv', 'python-dotenv'],
  ['npm', '@modelcontextprotcol/server-memory', '@modelcontextprotocol/inspector'],
])('%s %s is nearly %s', (ecosystem, name, known) => {
  expect(resembled(ecosystem, name)).toBe(known)
})

test.each([
  ['npm', 'express'],
  ['npm', 'preact'],
  ['npm', 'request'],
  ['npm', 'chalks'],
  ['pypi', 'psycopg3'],
  ['pypi', 'requests_toolbelt'],
  ['pypi', 'python_dotenv'],
  ['npm', '@modelcontextprotocol/server-anything'],
  ['npm', '@mycompany/express'],
  ['npm', 'vue'],
  ['docker', 'reqeusts'],
])('%s %s imitates nothing', (ecosystem, name) => {
  expect(resembled(ecosystem, name)).toBeUndefined()
})
