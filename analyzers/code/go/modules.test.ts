import { expect, it } from 'vitest'

import { moduleFolders, moduleNames } from './modules.js'

const read = (path: string) => (path === 'app/go.mod' ? 'module a.example/app\n\ngo 1.22\n' : undefined)
const unread = () => undefined

it.each([
  ['a.example/app/store', 'app/cmd/main.go', ['app/store/']],
  ['a.example/app', 'app/cmd/main.go', ['app/']],
  ['b.example/other/store', 'app/cmd/main.go', []],
  ['a.example/apple', 'app/cmd/main.go', []],
  ['os/exec', 'app/main.go', []],
])('%s from %s is in %s', (module, from, folders) => {
  expect(moduleFolders(module, from, read)).toEqual(folders)
})

it('without a go.mod only what is internal is of the artifact', () => {
  expect(moduleFolders('a.example/app/internal/store', 'cmd/main.go', unread)).toEqual([
    'cmd/internal/store/',
    'internal/store/',
  ])
  expect(moduleFolders('a.example/app/store', 'cmd/main.go', unread)).toEqual([])
})

it.each([
  ['net/http', ['http']],
  ['a.example/resty/v2', ['resty']],
  ['a.example/yaml.v3', ['yaml']],
  ['a.example/go-redis', ['go-redis', 'redis']],
])('%s is known as %s', (module, names) => {
  expect(moduleNames(module)).toEqual(names)
})
