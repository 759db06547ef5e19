import type { ServerStart } from './sample.js'

/** Whether a value says how a server is started: words without NUL, variables by their plain names. */
export function isServerStart(value: unknown): value is ServerStart {
  if (typeof value !== 'object' || value === null) return false
  const { args, env, optional = [] } = value as Readonly<Record<string, unknown>>
  if (typeof env !== 'object' || env === null || Array.isArray(env)) return false
  const variables = Object.entries(env)
  return (
    isWords(args) &&
    isWords(optional) &&
    variables.every(([name, word]) => /^\w+$/.test(name) && isWord(word))
  )
}

function isWords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isWord)
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0')
}
