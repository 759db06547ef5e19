import { createHash } from 'node:crypto'
import { lstatSync, readdirSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { parseSampleLocator } from '../collect/locator.js'
import { isRemote } from './source.js'

/**
 * What tells, without reading a byte, that a source is as it was: names, sizes, modes, and the times of content and of
 * inode, as git's index does it. A write that puts the time of the content back still moves that of the inode. What is
 * elsewhere counts as unchanged until it is asked for anew.
 */
export function stampOf(locator: string): string {
  if (isRemote(locator)) return 'remote'
  // What is collected is named by its content.
  const collected = parseSampleLocator(locator)
  if (collected !== undefined) return collected.id
  const digest = createHash('sha256')
  const look = (path: string, name: string): void => {
    const info = lstatSync(path)
    digest.update(`${name}\0${line(info)}\n`)
    if (info.isDirectory())
      for (const entry of readdirSync(path).sort()) look(join(path, entry), `${name}/${entry}`)
  }
  try {
    look(locator, '')
  } catch (error) {
    return `unreadable ${error instanceof Error && 'code' in error ? String(error.code) : ''}`
  }
  return digest.digest('hex')
}

/** Of a folder only its mode: entries that come and go are seen by themselves. */
function line(info: Stats): string {
  return info.isDirectory() ? `d ${info.mode}` : `${info.mode} ${info.size} ${info.mtimeMs} ${info.ctimeMs}`
}
