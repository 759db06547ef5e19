import type { Person } from '../config/config.js'

/** A name a person is known by at one place: `mailto:…`, `sub:issuer|subject`, `login:user@host`. */
export type Handle = string

/** Resolves names to people by exact, declared names; display names and likeness never merge anyone. */
export interface Directory {
  /** The person, and whether they are declared; an undeclared name stands for itself. */
  who(handle: Handle): { readonly human: string; readonly declared: boolean }
  person(human: string): Person | undefined
}

export function createDirectory(people: readonly Person[]): Directory {
  const byHandle = new Map<Handle, string>()
  const byId = new Map<string, Person>()
  for (const person of people) {
    byId.set(person.id, person)
    for (const email of person.emails) byHandle.set(`mailto:${email}`, person.id)
    for (const subject of person.subjects) byHandle.set(`sub:${subject}`, person.id)
    for (const login of person.logins) byHandle.set(`login:${login}`, person.id)
  }
  return {
    who: (handle) => {
      const human = byHandle.get(handle)
      return human === undefined ? { human: `human:${handle}`, declared: false } : { human, declared: true }
    },
    person: (human) => byId.get(human),
  }
}
