import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { ClawbackError } from '@clawback/model'

/** A value that shows itself to nobody who only prints it. */
export interface Secret {
  reveal(): string
  toString(): string
  toJSON(): string
}

const shown = '«secret»'

export function createSecret(value: string): Secret {
  const secret = {
    reveal: () => value,
    toString: () => shown,
    toJSON: () => shown,
    [inspect.custom]: () => shown,
  }
  return Object.freeze(secret)
}

/** Reads a secret from where a setting points: `env:NAME` or `file:PATH`. Never from the setting itself. */
export async function readSecret(pointer: string, where: string): Promise<Secret> {
  const mend = 'Write env:NAME or file:PATH, and put the secret there.'
  const wrong = (detail: string): ClawbackError =>
    new ClawbackError('INPUT_MALFORMED', { where, detail, mend })
  const [, kind, name = ''] = /^(env|file):(.+)$/s.exec(pointer) ?? []
  if (kind === undefined) throw wrong('a secret is not written here, only where it is')
  const value =
    kind === 'env'
      ? process.env[name]
      : await readFile(name, 'utf8').then(
          (text) => text.trim(),
          () => undefined,
        )
  if (value === undefined || value === '') throw wrong(`there is no secret in ${kind} ${name}`)
  return createSecret(value)
}
