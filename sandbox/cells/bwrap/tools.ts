import { accessSync, constants } from 'node:fs'
import { ClawbackError } from '@clawback/model'

/** Programs the cell stands on, by absolute path: nothing of the sample's or caller's PATH decides what runs. */
export interface Tools {
  readonly bwrap: string
  readonly strace: string
  readonly nft: string
  readonly ip: string
  readonly unshare: string
  readonly prlimit: string
  readonly setpriv: string
  readonly mount: string
  readonly umount: string
  readonly mkfifo: string
  readonly sh: string
}

/** Which Debian or Ubuntu package brings each. */
export const packages: Readonly<Record<keyof Tools, string>> = {
  bwrap: 'bubblewrap',
  strace: 'strace',
  nft: 'nftables',
  ip: 'iproute2',
  unshare: 'util-linux',
  prlimit: 'util-linux',
  setpriv: 'util-linux',
  mount: 'mount',
  umount: 'mount',
  mkfifo: 'coreutils',
  sh: 'dash',
}

const systemFolders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin']

/** Finds every tool, and says which are missing. */
export function findTools(folders: readonly string[] = systemFolders): {
  readonly found: Readonly<Partial<Tools>>
  readonly missing: readonly (keyof Tools)[]
} {
  const names = Object.keys(packages) as (keyof Tools)[]
  const found = Object.fromEntries(
    names.map((name) => [name, folders.map((folder) => `${folder}/${name}`).find(isExecutable)] as const),
  )
  return { found: found, missing: names.filter((name) => found[name] === undefined) }
}

/** Every tool. Throws TOOL_MISSING for the first that is not there. */
export function requireTools(folders?: readonly string[]): Tools {
  const { found, missing } = findTools(folders)
  const [first] = missing
  if (first !== undefined)
    throw new ClawbackError('TOOL_MISSING', { tool: first, mend: `apt-get install ${packages[first]}` })
  return found as Tools
}

/** Whether there is a program at the path that this process may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
