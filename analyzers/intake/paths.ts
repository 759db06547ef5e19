/** What was wrong with a path as the origin had it. */
export type PathProblem = 'traversal' | 'absolute' | 'control' | 'encoding' | 'empty' | 'long'

export interface SafePath {
  /** Relative, `/`-separated, without `.`, `..`, control characters or backslashes; never empty. */
  readonly path: string
  readonly problems: readonly PathProblem[]
}

/** Bytes of one segment that every common file system can store. */
const segmentBytes = 255

/**
 * Makes a path of an origin safe to store, keeping it recognisable: `../x` becomes `__up__/x`, bytes that are not UTF-8
 * and characters that no tool should ever print become `%XX`, over-long segments are cut.
 */
export function safePath(raw: string | Uint8Array): SafePath {
  const problems = new Set<PathProblem>()
  const text = decode(raw, problems)
  if (text.startsWith('/') || /^[A-Za-z]:/.test(text)) problems.add('absolute')
  const segments = text
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .map((segment) => safeSegment(segment, problems))
  if (segments.length === 0) {
    problems.add('empty')
    segments.push('__empty__')
  }
  return { path: segments.join('/'), problems: [...problems] }
}

function decode(raw: string | Uint8Array, problems: Set<PathProblem>): string {
  if (typeof raw === 'string') {
    if (raw.isWellFormed()) return raw
    problems.add('encoding')
    return raw.toWellFormed()
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)
  } catch {
    problems.add('encoding')
    return [...raw].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : percent(byte))).join('')
  }
}

function safeSegment(segment: string, problems: Set<PathProblem>): string {
  if (segment === '..') {
    problems.add('traversal')
    return '__up__'
  }
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const shown = segment.replace(/[\u0000-\u001f\u007f-\u009f\\]/g, (character) => {
    problems.add('control')
    return percent(character.charCodeAt(0))
  })
  return shorten(shown.replace(/^([A-Za-z]):/, '$1%3A'), problems)
}

function shorten(segment: string, problems: Set<PathProblem>): string {
  if (Buffer.byteLength(segment) <= segmentBytes) return segment
  problems.add('long')
  const dot = segment.lastIndexOf('.')
  const extension = dot > 0 && segment.length - dot <= 10 ? segment.slice(dot) : ''
  // 48 code points take at most 192 bytes and an extension of 10 at most 40: below the bound together.
  return Array.from(segment).slice(0, 48).join('') + '~cut' + extension
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

/** The same path with a number before its extension: `SKILL.md` and 2 give `SKILL~2.md`. */
export function numbered(path: string, number: number): string {
  const slash = path.lastIndexOf('/')
  const dot = path.lastIndexOf('.')
  return dot > slash + 1 ? `${path.slice(0, dot)}~${number}${path.slice(dot)}` : `${path}~${number}`
}

/** All folders above a path, outermost first. */
export function parents(path: string): string[] {
  const segments = path.split('/')
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'))
}
