import type { Seed } from './seed.js'
import type { Climbed, Tally } from './tally.js'

/** How to read the page; written by people, not measured. */
const head = `# Evasion ladder

Made by \`npx tsx scripts/ladder/main.ts --write\` from our own inert seeds (\`datasets/ladder\`); \`--check\` says whether it is
current. Each rung does one thing to every seed it fits, and the result is read, not run. _Found_ is suspicious or malicious;
_said_ is undetermined: something was there that reading could not open, and the verdict says so; _silent_ is benign, the
only answer that misleads. The last columns are benign seeds under the same rung; where all of them are flagged, it is the disguise
itself that is flagged, since no honest program is kept like that. The seeds were written by the people who wrote
the rules, and the engines were mended with the rungs in sight, the patterns of other
languages with these very sentences: the table tells what a disguise costs, not what recall is in the wild.`

export function renderPage(tallies: readonly Tally[], seeds: readonly Seed[]): string {
  const sum = (of: (one: Tally) => number): number => tallies.reduce((total, one) => total + of(one), 0)
  const rows = tallies.map(
    ({ rung, malicious, found, undetermined, silent, benign, flagged, unread }) =>
      `| ${rung.id} | ${rung.what} | ${found} of ${malicious} | ${undetermined} | ${silent.length} | ${flagged.length} of ${benign} | ${unread} |`,
  )
  return [
    head,
    '',
    '| rung | what is done | found | said | silent | benign flagged | benign said |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    `| all | | ${sum((one) => one.found)} of ${sum((one) => one.malicious)} | ${sum((one) => one.undetermined)} | ${sum((one) => one.silent.length)} | ${sum((one) => one.flagged.length)} of ${sum((one) => one.benign)} | ${sum((one) => one.unread)} |`,
    '',
    '## What only a run sees',
    '',
    ...tallies
      .filter(({ rung }) => !rung.run.startsWith('Nothing: '))
      .map(({ rung }) => `- ${rung.id}: ${rung.run}`),
    '',
    'On the other rungs a run sees what reading sees.',
    '',
    '## Seeds that a rung silences',
    '',
    ...tallies
      .filter(({ silent }) => silent.length > 0)
      .map(({ rung, silent }) => `- ${rung.id}: ${silent.join(', ')}`),
    '',
    '## Benign seeds that a rung gets flagged',
    '',
    ...tallies
      .filter(({ flagged }) => flagged.length > 0)
      .map(({ rung, flagged }) => `- ${rung.id}: ${flagged.join(', ')}`),
    '',
    '## Seeds',
    '',
    ...seeds.map(({ name, kind, label, behaviour }) => `- ${name} (${kind}, ${label}): ${behaviour}`),
    '',
  ].join('\n')
}

/** One line per seed and rung, for people who mend something. */
export function showSeen(climbed: readonly Climbed[]): string {
  return climbed
    .map(({ rung, seed, seen }) =>
      [
        rung.id,
        seed.name,
        seed.label,
        seen.label,
        seen.score,
        seen.rules.join(',') || seen.gaps.join(','),
      ].join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('')
}
