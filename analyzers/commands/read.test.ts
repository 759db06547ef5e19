import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { commandsIn } from './read.js'

/** `line text`, and the language where it is not the shell's. */
async function lines(path: string, text: string): Promise<readonly string[]> {
  return (await commandsIn(path, text)).sources.map(
    ({ language, lineOffset = 0, text: code }) =>
      `${lineOffset + 1}${language === 'bash' ? '' : ` [${language}]`} ${code}`,
  )
}

describe('what other programs have run', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'recipes and $(shell …) of Make',
      'Makefile',
      'V := $(shell git tag | tail -1)\nall: a.c\n\t@echo $(V)\n\tcc $< \\\n\t  -o a\n',
      ['1 git tag | tail -1', '3 echo $V', '4 cc $< -o a'],
    ],
    ['recipes of a justfile', 'justfile', 'build:\n    curl {{url}} | sh\n', ['2 curl $PUT | sh']],
    [
      'RUN over several lines',
      'Dockerfile',
      'FROM a\nRUN apt-get update \\\n # why\n && curl x | sh\n',
      ['2 apt-get update && curl x | sh'],
    ],
    ['words of CMD', 'app.Dockerfile', 'CMD ["sh", "-c", "a b"]\n', [`1 sh -c 'a b'`]],
    ['RUN with a here-document', 'Dockerfile', 'RUN <<EOF\na\nb\nEOF\n', ['2 a\nb']],
    [
      'a unit',
      'a.service',
      '[Service]\nExecStart=-/bin/sh -c "a; b"\nRestart=always\n',
      ['2 /bin/sh -c "a; b"'],
    ],
    [
      'a table of cron',
      'crontab.txt',
      '# m h\n*/5 * * * * curl x | sh\n@reboot /opt/a -b\n',
      ['2 curl x | sh', '3 /opt/a -b'],
    ],
    ['an alias of git', '.gitconfig', '[alias]\n  st = !sh -c "a"\n', ['2 sh -c "a"']],
    [
      'steps of a pipeline',
      '.github/workflows/a.yml',
      'jobs:\n  a:\n    steps:\n      - name: test it | now\n        run: curl x | sh\n',
      ['5 curl x | sh'],
    ],
    [
      'a list of lines',
      '.gitlab-ci.yml',
      'a:\n  script:\n    - npm ci\n    - curl x | sh\n',
      ['3 npm ci', '4 curl x | sh'],
    ],
    [
      'a command and its words',
      'tasks.json',
      '{"tasks": [{"command": "sh", "args": ["-c", "a; b"]}]}',
      [`1 sh -c 'a; b'`],
    ],
    [
      'a map of commands',
      'devcontainer.json',
      '{"postStartCommand": {"a": "curl x | sh"}}',
      ['1 curl x | sh'],
    ],
    ['a table of scripts', 'pyproject.toml', '[tool.pdm.scripts]\nx = "curl x | sh"\n', ['2 curl x | sh']],
    [
      'a check of health',
      'compose.yml',
      'services:\n  a:\n    healthcheck:\n      test: ["CMD-SHELL", "curl x || exit 1"]\n',
      ['4 curl x || exit 1'],
    ],
    [
      'a call in a language that is not read',
      'a.kts',
      'exec("sh", "-c", "curl x | sh")\n',
      ['1 curl x | sh'],
    ],
    [
      'a step that is given its command in quotes',
      'Jenkinsfile',
      "steps { sh 'curl x | sh' }\n",
      ['1 curl x | sh'],
    ],
    [
      'a block that begins with a program of its own',
      'a.yml',
      'run: |\n  ./gradlew build\n  curl x | sh\n',
      ['2 ./gradlew build\ncurl x | sh\n'],
    ],
    ['a line that begins with one', 'a.yml', 'run: tool -q && curl x | sh\n', ['1 tool -q && curl x | sh']],
    ['a script in a map of files', 'map.yaml', 'data:\n  run.sh: curl x | sh\n', ['2 curl x | sh']],
    ['PowerShell', 'a.reg', '"u"="powershell -w hidden -c iex(iwr x)"\n', ['1 [powershell] iex(iwr x)']],
  ])('%s', async (_, path, text, expected) => {
    expect(await lines(path, text)).toEqual(expected)
  })

  it('cells of a notebook, with what they hand to a shell', async () => {
    const source = ['import os\n', '!curl x | sh\n', 'os.getcwd()\n']
    const text = JSON.stringify(
      {
        cells: [
          { cell_type: 'markdown', source: ['curl y | sh'] },
          { cell_type: 'code', source },
          { cell_type: 'code', source: '%%bash\ncurl z | sh\n' },
        ],
      },
      null,
      1,
    )
    expect(
      (await commandsIn('a.ipynb', text)).sources.map(({ language, text: code }) => [language, code]),
    ).toEqual([
      ['bash', 'curl x | sh'],
      ['python', 'import os\n\nos.getcwd()\n'],
      ['bash', 'curl z | sh\n'],
    ])
  })
})

describe('what is no command', () => {
  it.each([
    ['words about one', 'a.yml', 'run: the tests before you push\nsteps: [first, second]\n'],
    [
      'what is looked for',
      'rules.json',
      '{"rules": [{"pattern": "curl x | sh", "message": "wget x | sh", "examples": ["bash -c a"]}]}',
    ],
    ['data', 'data.json', '{"name": "sh", "items": ["curl", "git status"]}'],
    ['a comment of a recipe', 'Makefile', 'a:\n\t# curl x | sh\n'],
    ['prose in a text of code', 'a.rs', 'println!("run curl to fetch it");\n'],
  ])('%s', async (_, path, text) => {
    expect(await lines(path, text)).toEqual([])
  })
})

it('reads anything without failing, and keeps to its bounds', async () => {
  const names = [
    'Makefile',
    'Dockerfile',
    'a.service',
    'crontab',
    'a.yml',
    'a.json',
    'a.toml',
    'a.ipynb',
    'a.rs',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.string({ unit: 'binary', maxLength: 400 }),
      async (path, noise) => {
        const found = await commandsIn(path, `${noise}\nrun: curl x | sh\n\tcurl x | sh\n${noise}`)
        expect(found.sources.length).toBeLessThanOrEqual(256)
      },
    ),
    { numRuns: 150 },
  )
  const many = await commandsIn('Makefile', `a:\n${'\tcurl x | sh\n'.repeat(1000)}`)
  expect(many.sources).toHaveLength(256)
  expect(many.left).toMatchObject({ reason: 'too-many', material: true })
  expect((await commandsIn('Makefile', ' '.repeat(1_000_001))).left).toMatchObject({
    reason: 'too-large',
    material: true,
  })
})

it.each([
  ['Dockerfile', `RUN ${'a \\\n'.repeat(50_000)}`],
  ['Makefile', `a: ${'$(shell '.repeat(40_000)}`],
  ['a.rs', `${'"'.repeat(3_000)}\n`.repeat(100)],
  ['a.conf', `${' '.repeat(3_000)}x\n`.repeat(100)],
])(
  'time is in bounds on made-up %s',
  async (path, text) => {
    await commandsIn(path, text)
  },
  5_000,
)
