// Who may import whom (docs/design.md). Floors: content, ledger -> analyzers, sandbox, guard -> lab -> cli.
const only = (from, allowed) => ({
  name: `${from.replaceAll('/', '-')}-imports-only-its-floor`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: '^(content|ledger|analyzers|sandbox|lab|guard|cli|web)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
  },
})
const M = 'content/model'
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only(M, []),
    only('content/wire', [M]),
    only('content/text', [M]),
    only('content/evaluator', [M]),
    only('content/sigma-to-ts', [M]),
    only('content/tools', [M, 'content/evaluator', 'content/sigma-to-ts']),
    only('ledger', [M]),
    only('analyzers', [M, 'content/wire', 'content/text']),
    only('sandbox', [M, 'content/wire', 'content/text']),
    only('guard', [M, 'content/wire', 'content/text', 'content/evaluator', 'ledger']),
    only('lab', ['content', 'ledger', 'analyzers', 'sandbox']),
    only('web', [M]),
    {
      name: 'pure-rooms-have-no-builtins',
      severity: 'error',
      from: { path: '^content/(model|evaluator|wire|text)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      from: {
        path: '^(content|ledger|analyzers|sandbox|lab|guard|cli)/',
        pathNot: '\\.test\\.ts$|/vite\\.config\\.ts$',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '@types' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|/golden/[^/]+/in/|\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@clawback/source', 'import', 'node', 'default', 'types'],
    },
  },
}
