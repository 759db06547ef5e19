import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Limits } from '../ports.js'

/** Arguments of prlimit for a run. Address space is not limited: interpreters reserve far more than they use. */
export function prlimits(limits: Limits): string[] {
  return [
    '--core=0:0',
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds}`,
    `--nproc=${limits.processes}:${limits.processes}`,
    `--nofile=${limits.openFiles}:${limits.openFiles}`,
    `--fsize=${limits.fileBytes}:${limits.fileBytes}`,
    '--memlock=65536:65536',
    '--msgqueue=0:0',
    '--sigpending=1024:1024',
    '--rtprio=0:0',
    '--nice=0:0',
  ]
}

const pageBytes = 4096

/** Resident bytes of some processes of this pid namespace; those that have ended count nothing. */
export function residentBytes(pids: Iterable<number>): number {
  let pages = 0
  for (const pid of pids) {
    try {
      pages += Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1] ?? 0)
    } catch {
      // It ended while we were looking.
    }
  }
  return pages * pageBytes
}

/** Processes of this pid namespace that live in a pid namespace of their own: those of a cell, and only those. */
export function cellProcesses(): number[] {
  const own = readlinkSync('/proc/self/ns/pid')
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isElsewhere(pid, own))
}

function isElsewhere(pid: number, own: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`) !== own
  } catch {
    return isNested(pid)
  }
}

/** A process that hides its namespaces (gVisor's own does) still has one id for each it is in below ours. */
function isNested(pid: number): boolean {
  try {
    return /^NSpid:(?:\s+\d+){2}/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
  } catch {
    // It has ended.
    return false
  }
}

/** Kills everything in cells. The first process of a pid namespace takes all others with it. */
export function killCells(): number {
  const pids = cellProcesses()
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself.
    }
  }
  return pids.length
}

/** Kills until nothing of a cell is left. False when something survives the deadline. */
export async function clearCells(deadlineMs = 3000): Promise<boolean> {
  const deadline = performance.now() + deadlineMs
  while (killCells() > 0) {
    if (performance.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return true
}
