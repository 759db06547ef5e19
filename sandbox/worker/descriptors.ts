import { closeSync, readdirSync, readFileSync } from 'node:fs'

const closeOnExec = 0o2000000

/**
 * Closes every descriptor above 2 that a child would inherit. Node marks its own; what is left came from whoever
 * started us (a terminal, a test runner, a service manager) and would reach the sample (R6).
 */
export function closeInherited(): number[] {
  const inherited = readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor > 2 && isInherited(descriptor))
  for (const descriptor of inherited) closeSync(descriptor)
  return inherited
}

function isInherited(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1]
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0
  } catch {
    // The descriptor of the listing itself is gone by now.
    return false
  }
}
