/** One kind of credential, recognised by its shape. */
export interface SecretShape {
  readonly type: string
  /** Global; every quantifier is bounded or cannot overlap what follows it, so that matching is linear. */
  readonly pattern: RegExp
  /** Capture group that holds the secret; the whole match when absent. */
  readonly group?: number
  /**
   * Pieces of text without which the pattern cannot match: of each list one must be there, in the case given for
   * `exact`, in lower case for `folded`. Most texts have none, and looking for a piece is far cheaper than matching.
   */
  readonly exact?: readonly (readonly string[])[]
  readonly folded?: readonly (readonly string[])[]
  /** A further look at the value, for shapes that also fit harmless text. */
  readonly accept?: (value: string, whole: string) => boolean
}

/** The numbers that {@link roll} gives. */
const windows = 0x7fff

/** Shapes, most telling first: where two overlap, the earlier names the type. */
export const secretShapes: readonly SecretShape[] = [
  {
    type: 'aws-access-key',
    exact: [['AKIA', 'ASIA', 'ABIA', 'ACCA']],
    pattern: /(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}/g,
  },
  {
    type: 'aws-secret-key',
    folded: [['access'], ['secret']],
    pattern: /secret[_-]?access[_-]?key["'\s:=]{1,6}([A-Za-z0-9/+]{40})/gi,
    group: 1,
  },
  { type: 'gcp-api-key', exact: [['AIza']], pattern: /AIza[0-9A-Za-z_-]{35}/g },
  { type: 'gcp-oauth', exact: [['ya29.']], pattern: /ya29\.[0-9A-Za-z_-]{20,512}/g },
  {
    type: 'azure-storage-key',
    exact: [['AccountKey=']],
    pattern: /AccountKey=([A-Za-z0-9+/]{60,100}={0,2})/g,
    group: 1,
  },
  { type: 'azure-client-secret', exact: [['8Q~']], pattern: /[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}/g },
  {
    type: 'github-token',
    exact: [['_'], ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_']],
    pattern: /gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255}/g,
  },
  {
    type: 'gitlab-token',
    exact: [['-'], ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glsoat-']],
    pattern: /gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,128}/g,
  },
  {
    type: 'slack-token',
    exact: [['xox', 'xapp-']],
    pattern: /xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-\d-[A-Za-z0-9-]{10,255}/g,
  },
  {
    type: 'slack-webhook',
    exact: [['hooks.slack.com/']],
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/]{16,128})/g,
    group: 1,
  },
  {
    type: 'discord-webhook',
    exact: [['.com/api/webhooks/']],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/(\d{15,22}\/[A-Za-z0-9_-]{40,128})/g,
    group: 1,
  },
  { type: 'telegram-token', exact: [[':AA']], pattern: /\d{8,10}:AA[A-Za-z0-9_-]{33}/g },
  { type: 'anthropic-key', exact: [['sk-ant-']], pattern: /sk-ant-[A-Za-z0-9_-]{16,255}/g },
  {
    type: 'openai-key',
    exact: [['sk-']],
    pattern: /sk-(?:proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]{20,255}/g,
    accept: (value) => /\d/.test(value) && entropy(value) > 3.2,
  },
  {
    type: 'stripe-key',
    exact: [['_'], ['_live_', '_test_', 'whsec_']],
    pattern: /(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{16,255}|whsec_[A-Za-z0-9+/=]{24,128}/g,
  },
  { type: 'npm-token', exact: [['npm_']], pattern: /npm_[A-Za-z0-9]{36}/g },
  { type: 'pypi-token', exact: [['pypi-AgE']], pattern: /pypi-AgE[A-Za-z0-9_-]{32,512}/g },
  {
    type: 'huggingface-token',
    exact: [['hf_']],
    pattern: /hf_[A-Za-z0-9]{30,64}/g,
    accept: (value) => entropy(value) > 3.5,
  },
  { type: 'sendgrid-key', exact: [['SG.']], pattern: /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/g },
  { type: 'vault-token', exact: [['hvs.', 'hvb.', 'hvr.']], pattern: /hv[sbr]\.[A-Za-z0-9_-]{24,512}/g },
  { type: 'digitalocean-token', exact: [['_v1_']], pattern: /do[opr]_v1_[0-9a-f]{64}/g },
  { type: 'databricks-token', exact: [['dapi']], pattern: /dapi[0-9a-f]{32}/g },
  {
    type: 'shopify-token',
    exact: [['_'], ['shpat_', 'shpca_', 'shppa_', 'shpss_']],
    pattern: /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/g,
  },
  { type: 'age-key', exact: [['AGE-SECRET-KEY-1']], pattern: /AGE-SECRET-KEY-1[0-9A-Z]{58}/g },
  {
    type: 'jwt',
    exact: [['eyJ']],
    pattern: /eyJ[A-Za-z0-9_-]{8,512}\.eyJ[A-Za-z0-9_-]{4,4096}\.[A-Za-z0-9_-]{0,1024}/g,
  },
  {
    type: 'authorization',
    folded: [['bearer', 'basic']],
    pattern: /\b(?:bearer|basic)[ \t]{1,4}([A-Za-z0-9+/._~=-]{12,4096})/gi,
    group: 1,
    accept: (value) => looksRandom(value) || mixesCase(value),
  },
  {
    type: 'authorization',
    exact: [[':', '=']],
    folded: [['api-key', 'x-auth-token', 'authorization', 'private-token']],
    pattern:
      /\b(?:x-api-key|api-key|x-auth-token|authorization|private-token)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?:token[ \t]{1,4})?([A-Za-z0-9+/._~=-]{12,4096})/gi,
    group: 1,
    accept: (value) => looksRandom(value) || mixesCase(value),
  },
  {
    type: 'url-credentials',
    exact: [['://'], ['@']],
    pattern: /[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/:@"'<>«»]{0,64}:([^\s/@"'<>«»${}]{3,256})@/gi,
    group: 1,
    accept: (value) => !placeholder(value),
  },
  {
    type: 'password',
    exact: [
      [':', '='],
      ['"', "'"],
    ],
    folded: [['passw', 'passphrase', 'pwd', 'pgpassword']],
    pattern:
      /(?:passw(?:or)?d|passphrase|pwd|pgpassword)["'\]]{0,2}[ \t]{0,4}(?:=|:|=>|:=)[ \t]{0,4}(["'])([^"'\s«»]{6,128})\1/gi,
    group: 2,
    accept: (value) => !/^[A-Za-z_]+$/.test(value) && !reference(value) && !placeholder(value),
  },
  {
    type: 'assignment',
    exact: [[':', '=']],
    folded: [['key', 'secret', 'token', 'passw', 'passphrase', 'credential', 'session', 'cookie']],
    pattern:
      /(?:api[_-]?key|secret|token|passw(?:or)?d|passphrase|credential|private[_-]?key|access[_-]?key|auth[_-]?key|session[_-]?id|cookie)[A-Za-z0-9_-]{0,24}["'\]]{0,2}[ \t]{0,4}(?:=|:|=>|:=)[ \t]{0,4}["'`]?([A-Za-z0-9+/=_.~!@#%^&*-]{12,512})/gi,
    group: 1,
    accept: (value) => looksRandom(value),
  },
]

/** Shapes of which a text has what they cannot do without. */
export function* mayHold(text: string): Generator<SecretShape> {
  const lower = text.toLowerCase()
  for (let left = beginningsIn(lower); left !== 0; left &= left - 1) {
    const shape = secretShapes[31 - Math.clz32(left & -left)]
    if (shape !== undefined && holdsAll(text, shape.exact) && holdsAll(lower, shape.folded)) yield shape
  }
}

/**
 * By a hash of three units: one bit for each shape with a piece that begins with them. Going over a text once tells the
 * few shapes whose pieces are worth looking for.
 */
const beginnings = tableOf(secretShapes)

function tableOf(shapes: readonly SecretShape[]): Uint32Array {
  if (shapes.length > 32) throw new RangeError('a shape is one bit of 32')
  const table = new Uint32Array(windows + 1)
  for (const [place, { type, exact = [], folded = [] }] of shapes.entries()) {
    // One list is enough: of each list a piece must be there.
    const pieces = [...exact, ...folded].find((list) => list.every((piece) => piece.length >= 3))
    if (pieces === undefined) throw new RangeError(`${type} has no list of pieces of three units or more`)
    for (const piece of pieces) {
      const [a, b, c] = [0, 1, 2].map((at) => piece.toLowerCase().charCodeAt(at)) as [number, number, number]
      const hash = roll(roll(roll(0, a), b), c)
      table[hash] = (table[hash] as number) | (1 << place)
    }
  }
  return table
}

function beginningsIn(lower: string): number {
  let found = 0
  let hash = 0
  for (let at = 0; at < lower.length; at++) {
    hash = roll(hash, lower.charCodeAt(at))
    found |= beginnings[hash] as number
  }
  return found
}

/** Keeps three units of a text: what was before them has left the number. */
function roll(hash: number, unit: number): number {
  return ((hash << 5) ^ unit) & windows
}

function holdsAll(text: string, lists: readonly (readonly string[])[] = []): boolean {
  for (const pieces of lists) if (!holdsOne(text, pieces)) return false
  return true
}

function holdsOne(text: string, pieces: readonly string[]): boolean {
  for (const piece of pieces) if (text.includes(piece)) return true
  return false
}

/** Words that documentation puts where a secret would stand. */
export function placeholder(value: string): boolean {
  return (
    /example|placeholder|changeme|change_me|your[_-]?|<|xxxx|\*{3}|\.{3}|dummy|redacted|insert|todo|test(?:ing)?key|sample|foobar|123456789/i.test(
      value,
    ) || new Set(value.toLowerCase()).size <= 3
  )
}

/** A value that only names where the secret is: an environment variable, a call, a template. */
function reference(value: string): boolean {
  return /^(?:\$|\{|%|process\.|os\.|env\.|self\.|this\.|config|settings|secrets\.)|[()]|\$\{|\{\{/i.test(
    value,
  )
}

function looksRandom(value: string): boolean {
  if (reference(value) || /^[a-z]+(?:[._-][a-z]+)*$/i.test(value)) return false
  if (/^(?:https?:|\.{0,2}\/)/.test(value)) return false
  return /\d/.test(value) && /[A-Za-z]/.test(value) && entropy(value) >= 3
}

/**
 * One of some two hundred random tokens has no digit. What it has more often than words put together: a small letter
 * alone between capitals, and two capitals before a small letter.
 */
function mixesCase(value: string): boolean {
  if (value.length < 20 || reference(value) || entropy(value) < 3.5) return false
  return (value.match(/[A-Z][a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g) ?? []).length >= 3
}

/** Shannon entropy of a text in bits per UTF-16 unit. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const unit of text) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}
