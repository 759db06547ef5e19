import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOcsf, readOcsf } from './ocsf-schema.js'
import { checkEvent } from './ocsf.js'
import { isStix, stixCheck } from './stix.js'

/** Schemas of a few lines, in the form those of the two repositories have. */
const ocsf: Readonly<Record<string, unknown>> = {
  'version.json': { version: '1.8.0' },
  'categories.json': { attributes: { findings: { uid: 2 } } },
  'dictionary.json': {
    attributes: {
      activity_id: { type: 'integer_t', enum: { 1: {} } },
      category_uid: { type: 'integer_t', enum: {} },
      class_uid: { type: 'integer_t', enum: {} },
      type_uid: { type: 'long_t' },
      files: { type: 'file', is_array: true },
      hash: { type: 'hash_t' },
      name: { type: 'string_t' },
      uid: { type: 'string_t' },
      cloud: { type: 'object' },
      metadata: { type: 'object' },
    },
    types: {
      attributes: {
        integer_t: {},
        long_t: {},
        string_t: {},
        hash_t: { type: 'string_t', regex: '^[0-9a-f]+$' },
      },
    },
  },
  'profiles/cloud.json': { name: 'cloud', attributes: { cloud: { requirement: 'required' } } },
  'objects/object.json': { name: 'object', attributes: {} },
  'objects/file.json': {
    name: 'file',
    extends: 'object',
    attributes: { name: {}, uid: {}, hash: { requirement: 'required' } },
    constraints: { at_least_one: ['name', 'uid'] },
  },
  'events/base_event.json': {
    name: 'base_event',
    attributes: {
      $include: ['profiles/cloud.json'],
      activity_id: { requirement: 'required' },
      category_uid: { requirement: 'required' },
      class_uid: {},
      type_uid: {},
      metadata: {},
    },
  },
  'events/findings/finding.json': {
    name: 'finding',
    category: 'findings',
    extends: 'base_event',
    attributes: {},
  },
  'events/findings/detection_finding.json': {
    name: 'detection_finding',
    uid: 4,
    extends: 'finding',
    attributes: { files: {} },
  },
}
const id = (type: string): string =>
  `http://schemas.example/schemas/${type === 'bundle' ? 'common' : 'sdos'}/${type}.json`
const stix: Readonly<Record<string, unknown>> = {
  'schemas/common/bundle.json': {
    $id: id('bundle'),
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'bundle',
    properties: {
      id: { pattern: '^bundle--' },
      objects: { items: { $ref: '../sdos/tool.json' }, minItems: 1 },
    },
    required: ['type', 'id'],
  },
  'schemas/sdos/tool.json': {
    $id: id('tool'),
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'tool',
    properties: { id: { pattern: '^tool--' } },
    required: ['name'],
  },
}
let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'schemas-'))
  for (const [path, content] of Object.entries({ ...ocsf, ...stix })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), JSON.stringify(content))
  }
})
afterAll(() => rmSync(root, { recursive: true }))

test('a finding is held to its class, all that this inherits, and the types', () => {
  expect([isOcsf(root), isOcsf(join(root, 'events'))]).toEqual([true, false])
  const check = (event: object): string[] =>
    checkEvent(readOcsf(root), 'detection_finding', { ...good, ...event })
  const good = {
    activity_id: 1,
    category_uid: 2,
    class_uid: 2004,
    type_uid: 200401,
    files: [{ name: 'a', hash: 'ff' }],
  }
  expect(check({})).toEqual([])
  expect(check({ metadata: { profiles: ['cloud'] } })).toEqual(['.cloud: is required'])
  expect(check({ files: [{ hash: 'XX', more: 1 }, 3] })).toEqual([
    '.files[0]: needs one of name, uid',
    '.files[0].hash: does not match what a hash_t must',
    '.files[0].more: is not in the schema',
    '.files[1]: is no object',
  ])
  expect(check({ files: {}, activity_id: '9', class_uid: 2005, extra: null })).toEqual([
    '.activity_id: is not of the listed values',
    '.activity_id: is no integer_t',
    '.files: is no list',
    '.extra: is not in the schema',
    '.class_uid: is not 2004',
    '.type_uid: is not that of class and activity',
  ])
})

test('each object of a bundle is held to the schema of its type', () => {
  expect([isStix(root), isStix(join(root, 'events'))]).toEqual([true, false])
  const check = stixCheck(root)
  const tool = { type: 'tool', id: 'tool--1', name: 'x' }
  expect(check({ type: 'bundle', id: 'bundle--1', objects: [tool] })).toEqual([])
  expect(check({ type: 'bundle', objects: [tool, { type: 'tool', id: 'x' }, { type: 'other' }] })).toEqual([
    "bundle: must have required property 'id'",
    "objects[1] (tool): must have required property 'name'",
    'objects[1] (tool)/id: must match pattern "^tool--"',
    'objects[2] (other): is of no type that the schemas know',
  ])
  expect(check({ type: 'bundle', id: 'bundle--1', objects: [] })).toEqual(['bundle: has no objects'])
})
