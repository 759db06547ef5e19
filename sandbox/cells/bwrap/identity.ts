import { readFileSync } from 'node:fs'
import { ClawbackError } from '@clawback/model'

/** Uid for samples when the harness is started as root: below the ranges that systems hand out to people. */
export const defaultUid = 59842

/** Who the worker runs as: somebody to drop to, or undefined when we are nobody special already. */
export interface Identity {
  readonly drop?: number
}

/**
 * Decides whom samples run as. Root drops to a dedicated uid that no account has (process limits do not bind root, and
 * a kernel bug would meet root's rights); a uid that is somebody's is refused. Throws SANDBOX_ROOT.
 */
export function chooseIdentity(
  uid: number = process.getuid?.() ?? 0,
  wanted: number = defaultUid,
  passwd: string = readPasswd(),
): Identity {
  if (uid !== 0) return {}
  if (!Number.isInteger(wanted) || wanted <= 0)
    throw new ClawbackError('SANDBOX_ROOT', { detail: `${wanted} is no uid to drop to` })
  const owner = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([, , id]) => Number(id) === wanted)?.[0]
  if (owner !== undefined && owner !== 'clawback')
    throw new ClawbackError('SANDBOX_ROOT', {
      detail: `uid ${wanted} belongs to ${owner}, and samples need a uid of their own`,
    })
  return { drop: wanted }
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}
