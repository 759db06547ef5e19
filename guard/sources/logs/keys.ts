/** A stamp of ours in what a downstream log keeps (application_name, user agent), or undefined. */
export function stampIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : /\bag-[0-9a-f]{8}-[0-9a-f]{8}\b/.exec(text.slice(0, 1_024))?.[0]
}

/** A sha256 as lower-case hex, from hex or base64url; undefined for anything else. */
export function digestHex(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (/^[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase()
  return /^[A-Za-z0-9_+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined
}
