import { ClawbackError } from '@clawback/model'

/** Asks until the answer fits, a few times a second; gives up after `withinMs`. */
export async function until<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  what: string,
  withinMs = 20_000,
): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (fits(answer)) return answer
    if (performance.now() > end)
      throw new ClawbackError('INTERNAL', { detail: `waited ${withinMs} ms for ${what}` })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
