import { expect, test } from 'vitest'
import { dockerRef, registryRefs } from './refs.js'
import { listRefs } from './list-refs.js'

test('a registry: arguments as given, by default or asked for; of secrets the name alone', () => {
  const packages = [
    {
      registryType: 'npm',
      identifier: '@a/thing-mcp',
      runtimeArguments: [{ type: 'named', name: '-y' }],
      packageArguments: [
        { type: 'positional', value: 'serve' },
        { type: 'positional', valueHint: 'folder', isRequired: true },
        { type: 'named', name: '--port', default: 8080 },
        { type: 'named', name: '--token', value: 'hunter2hunter2', isSecret: true, isRequired: true },
        { type: 'named', name: '--api-key', value: 'hunter2hunter2' },
        { type: 'named', name: '--stdio', isRequired: true },
        { type: 'named', name: '--verbose' },
      ],
      environmentVariables: [
        { name: 'LOG_LEVEL', default: 'info' },
        { name: 'THING_URL', isRequired: true },
        { name: 'THING_API_KEY', value: 'hunter2hunter2', isSecret: true },
        { name: 'DATABASE', value: 'postgres://me:hunter2@db.example/x' },
        { name: 'PROXY' },
        { name: 'not a name', value: 'x' },
      ],
    },
  ]
  const [ref] = registryRefs({ servers: [{ server: { name: 'io.example/thing', packages } }] })
  expect(ref?.start).toEqual({
    args: [
      'serve',
      '«folder»',
      '--port',
      '8080',
      '--token',
      '«argument»',
      '--api-key',
      '«argument»',
      '--stdio',
    ],
    env: {
      LOG_LEVEL: 'info',
      THING_URL: '«env:THING_URL»',
      THING_API_KEY: '«env:THING_API_KEY»',
      DATABASE: '«env:DATABASE»',
    },
    optional: ['PROXY'],
  })
  expect(JSON.stringify(ref)).not.toContain('hunter2')
  const old = { registry_name: 'npm', name: 'b', environment_variables: [{ name: 'A', is_required: true }] }
  expect(registryRefs([{ name: 'x', packages: [old] }])[0]?.start).toEqual({ args: [], env: { A: '«env:A»' } }) // prettier-ignore
  expect(registryRefs([{ name: 'x', packages: [{ registryType: 'npm', identifier: 'b' }] }])[0]?.start).toBe(undefined) // prettier-ignore
})

test('the docker catalog: the command of a run, its variables and the names of its secrets', () => {
  const server = {
    image: 'mcp/a',
    run: { command: ['--transport=stdio', '{{a.folder|volume}}'], env: { MODE: 'read' } },
    config: {
      env: [{ name: 'HOST', value: '{{a.host}}' }],
      secrets: [{ name: 'a.key', env: 'A_KEY', example: 'sk-1' }],
    },
  }
  expect(dockerRef(server, 'a').start).toEqual({
    args: ['--transport=stdio', '{{a.folder|volume}}'],
    env: { MODE: 'read', HOST: '«env:HOST»', A_KEY: '«env:A_KEY»' },
  })
})

test('a list: arguments, and variables as a map or by name', () => {
  const [map, named] = listRefs([
    { name: 'a', npm: '@a/b', args: ['--root', '/data'], env: { DEBUG: true, API_TOKEN: 'hunter2' } },
    { name: 'b', npm: '@a/c', env: ['API_TOKEN', { name: 'REGION' }] },
  ])
  expect(map?.start).toEqual({
    args: ['--root', '/data'],
    env: { DEBUG: 'true', API_TOKEN: '«env:API_TOKEN»' },
  })
  expect(named?.start).toEqual({ args: [], env: { API_TOKEN: '«env:API_TOKEN»', REGION: '«env:REGION»' } })
})
