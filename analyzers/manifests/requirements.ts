/** A dependency as a manifest declares it. */
export interface Declared {
  readonly ecosystem: 'npm' | 'pypi' | 'docker'
  readonly name: string
  /** Version, range or address as written; empty when anything will do. */
  readonly version: string
  readonly scope: 'runtime' | 'dev' | 'optional' | 'peer' | 'runner'
  readonly line: number
}

/** A PEP 508 requirement: name, extras, then versions or an address, then markers. */
export function requirement(
  text: string,
  line: number,
  scope: Declared['scope'] = 'runtime',
): Declared | undefined {
  const [, name, rest = ''] = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;#]*)/.exec(text) ?? []
  if (name === undefined) return undefined
  return { ecosystem: 'pypi', name, version: rest.trim().replace(/^@\s*/, ''), scope, line }
}

/** A setting of pip in a requirements file: another index, a file to go on with, an address to install from. */
export interface RequirementOption {
  readonly name: string
  readonly value: string
  readonly line: number
}

export interface Requirements {
  readonly declared: readonly Declared[]
  readonly options: readonly RequirementOption[]
}

/** A requirements file of pip, line by line; continued lines are joined. */
export function readRequirements(text: string): Requirements {
  const declared: Declared[] = []
  const options: RequirementOption[] = []
  for (const { content, line } of logicalLines(text)) {
    const option = /^(-{1,2}[\w-]+)(?:[\s=]+(.*))?$/.exec(content)
    if (option !== null) options.push({ name: option[1] ?? '', value: option[2] ?? '', line })
    else if (/^(git\+|https?:|file:|\.{0,2}\/)/.test(content))
      declared.push({ ecosystem: 'pypi', name: eggName(content), version: content, scope: 'runtime', line })
    else {
      const found = requirement(content.replace(/\s--\w.*$/, ''), line)
      if (found !== undefined) declared.push(found)
    }
  }
  return { declared, options }
}

function* logicalLines(text: string): Generator<{ readonly content: string; readonly line: number }> {
  let open = ''
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const joined = open + raw
    if (raw.endsWith('\\')) {
      open = joined.slice(0, -1)
      continue
    }
    open = ''
    const content = joined.replace(/(^|\s)#.*$/, '').trim()
    if (content !== '') yield { content, line: index + 1 }
  }
}

function eggName(address: string): string {
  return (
    /[#&]egg=([\w.-]+)/.exec(address)?.[1] ??
    address
      .replace(/[#?].*$/, '')
      .split('/')
      .at(-1) ??
    address
  )
}

/** Dependencies that a Python script declares of itself (PEP 723). */
export function scriptRequirements(text: string): readonly Declared[] {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex((line) => line.trim() === '# /// script')
  if (start < 0) return []
  const end = lines.findIndex((line, index) => index > start && line.trim() === '# ///')
  const block = lines.slice(start + 1, end < 0 ? start + 200 : end)
  const list = /dependencies\s*=\s*\[([\s\S]*?)\n?#?\s*\]/.exec(block.join('\n'))?.[1] ?? ''
  return [...list.matchAll(/["']([^"'\n]+)["']/g)].flatMap(([, text508 = '']) => {
    const index = block.findIndex((line) => line.includes(text508))
    return requirement(text508, start + 2 + Math.max(index, 0)) ?? []
  })
}

/** Whether exactly one version satisfies what is written; a tag can be moved and is none. */
export function isPinned({ ecosystem, version }: Declared): boolean {
  if (/#[0-9a-f]{40}$|@[0-9a-f]{40}(#|$)|--hash=|^sha256:/.test(version)) return true
  if (ecosystem === 'npm') return /^(npm:@?[^@]+@)?[=v]*\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version)
  return ecosystem === 'pypi' && /^(===?\s*)?\d[\w.!+-]*$/.test(version)
}
