/**
 * Whether a string constant is kept: addresses, paths, long or dense text, and what the code took pains to build.
 * A matter of volume, not of judgement.
 */
export function isWorthNoting(text: string, built: boolean): boolean {
  if (text.length < 4) return false
  if (text.includes('://') || text.length >= 60) return true
  if (built && text.length >= 6 && /[A-Za-z0-9]/.test(text)) return true
  return (
    /^[~./\\]|^[A-Za-z]:\\|\/\.|\.(?:sh|py|js|exe|dll|ps1|bat|env|pem|key|json|onion|io|com|net|org|xyz|ru|cn|top)\b/.test(
      text,
    ) || isDense(text)
  )
}

/** One unbroken run of an encoding's alphabet, or a number with letters before it: of an account, a key, a licence. */
function isDense(text: string): boolean {
  return text.length >= 24 ? /^[A-Za-z0-9+/=_-]+$/.test(text) : /^[A-Z]{2,6}[\dA-Z]{0,8}\d{8,20}$/.test(text)
}
