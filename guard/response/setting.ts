import { ClawbackError } from '@clawback/model'

/** One value of a settings file that was parsed before; every complaint names it (`guard.yaml:12: response.fuse.most`). */
export interface Setting {
  readonly where: string
  has(name: string): boolean
  /** A member; absent members can be asked too, and give their fallback. */
  at(name: string): Setting
  /** Complains about members nobody knows. */
  only(...names: readonly string[]): void
  list(): readonly Setting[]
  text(fallback?: string): string
  texts(): readonly string[]
  number(fallback: number | undefined, least: number, most: number): number
  truth(fallback: boolean): boolean
  oneOf<T extends string>(values: readonly T[], fallback?: T): T
  wrong(detail: string): ClawbackError
}

export function openSetting(value: unknown, file: string, name: string): Setting {
  const where = `${file}: ${name}`
  const wrong = (detail: string): ClawbackError =>
    new ClawbackError('INPUT_MALFORMED', { where, detail, mend: 'See docs/response.md.' })
  const members = (): ReadonlyMap<string, unknown> => {
    if (value === undefined) return new Map()
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw wrong('a mapping is expected here')
    return new Map(Object.entries(value))
  }
  const setting: Setting = {
    where,
    wrong,
    has: (key) => members().has(key),
    at: (key) => openSetting(members().get(key) ?? undefined, file, `${name}.${key}`),
    only: (...names) => {
      for (const key of members().keys())
        if (!names.includes(key)) throw wrong(`${key} is not a setting; known here: ${names.join(', ')}`)
    },
    list: () => {
      if (value === undefined) return []
      if (!Array.isArray(value)) throw wrong('a list is expected here')
      return value.map((item: unknown, at) => openSetting(item, file, `${name}[${at}]`))
    },
    text: (fallback) => {
      if (value === undefined && fallback !== undefined) return fallback
      if (typeof value !== 'string' || value === '') throw wrong('text is expected here')
      return value
    },
    texts: () => setting.list().map((item) => item.text()),
    number: (fallback, least, most) => {
      const number = value ?? fallback
      if (typeof number !== 'number' || !(number >= least && number <= most))
        throw wrong(`a number from ${least} to ${most} is expected here`)
      return number
    },
    truth: (fallback) => {
      const truth = value ?? fallback
      if (typeof truth !== 'boolean') throw wrong('true or false is expected here')
      return truth
    },
    oneOf: (values, fallback) => {
      const text = setting.text(fallback)
      const found = values.find((each) => each === text)
      if (found === undefined) throw wrong(`${text} is not one of ${values.join(', ')}`)
      return found
    },
  }
  return setting
}
