/** Letters of other scripts that look like a Latin one (a part of Unicode TR39 that matters for commands and names). */
const lookalikes: ReadonlyMap<string, string> = new Map(
  (
    [
      ['аӑ', 'a'],
      ['ԁ', 'd'],
      ['еҽ', 'e'],
      ['һ', 'h'],
      ['іι', 'i'],
      ['ј', 'j'],
      ['ӏ', 'l'],
      ['оοօ', 'o'],
      ['рρ', 'p'],
      ['ԛ', 'q'],
      ['ѕ', 's'],
      ['сϲ', 'c'],
      ['υ', 'u'],
      ['ν', 'v'],
      ['ԝ', 'w'],
      ['хχ', 'x'],
      ['у', 'y'],
      ['АΑ', 'A'],
      ['ВΒ', 'B'],
      ['СϹ', 'C'],
      ['ЕΕ', 'E'],
      ['НΗ', 'H'],
      ['ІΙ', 'I'],
      ['ЈͿ', 'J'],
      ['КΚ', 'K'],
      ['МΜ', 'M'],
      ['Ν', 'N'],
      ['ОΟ', 'O'],
      ['РΡ', 'P'],
      ['Ѕ', 'S'],
      ['ТΤ', 'T'],
      ['ХΧ', 'X'],
      ['ҮΥ', 'Y'],
      ['ΖΖ', 'Z'],
    ] as const
  ).flatMap(([others, latin]) => Array.from(others).map((other) => [other, latin] as const)),
)

const anyLookalike = new RegExp(`[${[...lookalikes.keys()].join('')}]`, 'u')

/** Whether a text holds any of these letters; most do not, and need no further look. */
export function hasLookalike(text: string): boolean {
  return anyLookalike.test(text)
}

/**
 * The Latin word that a mixed-script word passes itself off as, or undefined. Only words whose every foreign letter has
 * a Latin twin count, so that `μm`, `Δx` and honest Cyrillic or Greek words do not.
 */
export function skeleton(word: string): string | undefined {
  if (!/[A-Za-z]/.test(word)) return undefined
  let plain = ''
  let mixed = false
  for (const letter of word) {
    const twin = lookalikes.get(letter)
    if (twin === undefined && !/[A-Za-z]/.test(letter)) return undefined
    if (twin !== undefined) mixed = true
    plain += twin ?? letter
  }
  return mixed ? plain : undefined
}

/** Whether a letter of another script looks like a Latin one. */
export function isLookalike(letter: string): boolean {
  return lookalikes.has(letter)
}

/** The Latin letter that this one looks like; the letter itself when it looks like none. */
export function twinOf(letter: string): string {
  return lookalikes.get(letter) ?? letter
}
