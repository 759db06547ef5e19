import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

const pageBytes = 4096

/**
 * Bytes that the samples in gVisor hold: its memory file, which is mapped only in part and so stands in no process's
 * resident size, and what its processes have for themselves. Processes that have ended count nothing.
 */
export function gvisorBytes(pids: Iterable<number>): number {
  const files = new Map<number, number>()
  let own = 0
  for (const pid of pids) {
    own += privateBytes(pid)
    for (const { inode, bytes } of memoryFiles(pid)) files.set(inode, bytes)
  }
  return [...files.values()].reduce((sum, bytes) => sum + bytes, own)
}

function privateBytes(pid: number): number {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ').map(Number)
    return (resident - shared) * pageBytes
  } catch {
    return 0
  }
}

function memoryFiles(pid: number): { readonly inode: number; readonly bytes: number }[] {
  try {
    return readdirSync(`/proc/${pid}/fd`)
      .map((name) => `/proc/${pid}/fd/${name}`)
      .filter((path) => readlinkSync(path).startsWith('/memfd:runsc-memory'))
      .map((path) => statSync(path))
      .map(({ ino, blocks }) => ({ inode: ino, bytes: blocks * 512 }))
  } catch {
    return []
  }
}
