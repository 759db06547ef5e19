import type { Capability } from '@clawback/model'

/**
 * Whether a declared capability covers another: same action (or a parent of it, `file` for `file.read`), and a target
 * that is `*`, the same, a folder above it, or the host without its port.
 */
export function subsumes(declared: Capability, other: Capability): boolean {
  return actionCovers(declared.action, other.action) && targetCovers(declared.target, other.target)
}

function actionCovers(declared: string, other: string): boolean {
  return declared === '*' || declared === other || other.startsWith(`${declared}.`)
}

function targetCovers(declared: string, other: string): boolean {
  if (declared === '*' || declared === '' || declared === other) return true
  const below = declared.endsWith('/*') ? declared.slice(0, -1) : `${declared.replace(/\/$/, '')}/`
  return other.startsWith(below) || hostOf(other) === declared || other.endsWith(`.${declared}`)
}

function hostOf(target: string): string {
  return target.replace(/:\d+$/, '')
}
