import type { Climb, Rung } from '../lay.js'
import type { CodeKind } from '../seed.js'
import { codeKind, extensions, programOf, skillOf, starters } from '../lay.js'

const padded: Climb = (seed) => {
  if (codeKind(seed) === undefined) return undefined
  const [first = '', ...rest] = seed.code.split('\n')
  return programOf(seed, `${first}\n${'\n'.repeat(100_000)}${rest.join('\n')}`)
}

const oversize: Climb = (seed) => {
  const kind = codeKind(seed)
  if (kind === undefined) return undefined
  const comment = kind === 'javascript' ? '//' : '#'
  const [first = '', ...rest] = seed.code.split('\n')
  const decoy = `${comment} An example of a line that says nothing at all about the program.\n`.repeat(40_000)
  return programOf(seed, `${first}\n${decoy}${rest.join('\n')}`)
}

const carried: Climb = (seed) => {
  const kind = codeKind(seed)
  if (kind === undefined) return undefined
  const readers: Record<CodeKind, string> = {
    python:
      'import json\nimport os\n\nhere = os.path.dirname(__file__)\nwith open(os.path.join(here, "config.json")) as handle:\n    config = json.load(handle)\nexec(config["run"])\n',
    javascript:
      'const fs = require("fs")\nconst path = require("path")\n\nconst config = JSON.parse(fs.readFileSync(path.join(__dirname, "config.json"), "utf8"))\neval(config.run)\n',
    bash: '#!/bin/bash\neval "$(jq -r .run config.json)"\n',
  }
  return programOf(seed, readers[kind], {
    'scripts/config.json': `${JSON.stringify({ name: 'settings', run: seed.code }, undefined, 2)}\n`,
  })
}

const heredoc: Climb = (seed) => {
  const kind = codeKind(seed)
  if (kind === undefined) return undefined
  const start = kind === 'bash' ? 'bash' : `${starters[kind]} -`
  return programOf(seed, `#!/bin/bash\n${start} <<'END'\n${seed.code}END\n`, {}, 'bash')
}

/** Words of a command, each put together from variables. */
const assembled: Climb = (seed) => {
  if (seed.kind !== 'bash') return undefined
  const words = seed.code.replace(/\b(curl|tar|npm|find|tail|crontab)\b/g, (word) => `$A${word}$B${word}`)
  const names = [...new Set(words.match(/\$A(\w+)\$B/g) ?? [])].map(
    (one) => /\$A(\w+)\$B/.exec(one)?.[1] ?? '',
  )
  const set = names.map((word) => `export A${word}=${word.slice(0, 2)}\nexport B${word}=${word.slice(2)}\n`)
  const [first = '', ...rest] = words.split('\n')
  return programOf(seed, `${first}\n${set.join('')}${rest.join('\n')}`)
}

/** The command stands in a variable whose name stands in a variable. */
const indirect: Climb = (seed) => {
  if (seed.kind !== 'bash') return undefined
  const names: string[] = []
  const words = seed.code.replace(/\b(curl|tar|npm|find|tail|crontab)\b/g, (word) => {
    if (!names.includes(word)) names.push(word)
    return `\${!N${word}}`
  })
  const set = names.map((word) => `V${word}=${word}\nN${word}=V${word}\n`)
  const [first = '', ...rest] = words.split('\n')
  return programOf(seed, `${first}\n${set.join('')}${rest.join('\n')}`)
}

const renamed: Climb = (seed) => {
  const kind = codeKind(seed)
  return kind === undefined
    ? undefined
    : skillOf(seed, `${starters[kind]} assets/logo.png`, { 'assets/logo.png': seed.code })
}

const asData: Climb = (seed) => {
  const kind = codeKind(seed)
  return kind === undefined
    ? undefined
    : skillOf(seed, `${starters[kind]} scripts/run.dat`, { 'scripts/run.dat': seed.code })
}

const linked: Climb = (seed) => {
  const kind = codeKind(seed)
  if (kind === undefined) return undefined
  const path = `scripts/run.${extensions[kind]}`
  return skillOf(seed, `${starters[kind]} scripts/../${path}`, {
    [path]: { link: '../.cache/part' },
    '.cache/part': seed.code,
  })
}

/** The program is nowhere but in the page, in a block that does not say what it is. */
const inPage: Climb = (seed) => {
  const kind = codeKind(seed)
  if (kind === undefined) return undefined
  const files = skillOf(seed, `${starters[kind]} -`, {})
  const page = files['SKILL.md'] as string
  return {
    'SKILL.md': `${page}\nSave this as \`run\` and start it with ${starters[kind]}:\n\n\`\`\`\n${seed.code}\`\`\`\n`,
  }
}

const nothing = 'Nothing: reading follows it, and a run sees the same.'

/** The program stays what it is; where it stands is unusual. */
export const placedRungs: readonly Rung[] = [
  { id: 'newlines', what: '100,000 empty lines before the program', run: nothing, climb: padded },
  { id: 'oversize', what: '2.7 MB of comments before the program', run: nothing, climb: oversize },
  { id: 'config-carried', what: 'the program as a value of a JSON file', run: nothing, climb: carried },
  { id: 'heredoc', what: 'the program in a here-document of a shell script', run: nothing, climb: heredoc },
  { id: 'assembled', what: 'names of commands put together from variables', run: nothing, climb: assembled },
  {
    id: 'indirect',
    what: 'names of commands by way of a variable that names a variable',
    run: nothing,
    climb: indirect,
  },
  { id: 'image-extension', what: 'the program named like an image', run: nothing, climb: renamed },
  { id: 'data-extension', what: 'the program named like data', run: nothing, climb: asData },
  {
    id: 'link',
    what: 'a link to a hidden file without an extension, run by a roundabout path',
    run: nothing,
    climb: linked,
  },
  {
    id: 'unnamed-block',
    what: 'the program in a block of the page that names no language',
    run: nothing,
    climb: inPage,
  },
]
