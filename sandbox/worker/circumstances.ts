import { ClawbackError } from '@clawback/model'
import { existsSync, readdirSync } from 'node:fs'
import type { Variant } from '../ports.js'

/** What a variant of a run changes about the place the sample finds itself in. */
export interface Circumstances {
  readonly env: Readonly<Record<string, string>>
  /** Files of the cell's `/etc`, beside the usual ones. */
  readonly etc: Readonly<Record<string, string>>
  /** Whether there is a route to anything but loopback. */
  readonly online: boolean
  /** Seconds that the machine seems to run longer than it does. */
  readonly uptime: number
  /** Files that these circumstances make programs touch: not the sample's doing. */
  readonly ours?: RegExp
  readonly blindSpots: readonly string[]
}

const ordinary: Circumstances = { env: {}, etc: {}, online: true, uptime: 0, blindSpots: [] }

const shiftDays = 30

/** What a runner of a build service sets (GitHub Docs, Default environment variables), without a desktop. */
const buildService: Readonly<Record<string, string>> = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTOR: 'dana-whitfield',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_JOB: 'build',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REPOSITORY: 'whitfield/billing-service',
  GITHUB_RUN_ID: '9482716350',
  GITHUB_RUN_NUMBER: '214',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_WORKFLOW: 'ci',
  GITHUB_WORKSPACE: '/home/dana/project',
  RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
  RUNNER_NAME: 'GitHub Actions 4',
  RUNNER_OS: 'Linux',
  RUNNER_TEMP: '/tmp',
  TERM: 'dumb',
}

/** What a desktop session sets; every variant but `ci` is one. */
const desktop: Readonly<Record<string, string>> = {
  DESKTOP_SESSION: 'gnome',
  DISPLAY: ':0',
  XDG_CURRENT_DESKTOP: 'GNOME',
  XDG_SESSION_TYPE: 'x11',
}

/**
 * The circumstances of a variant; `restart` is a start a month later, where that can be shown, and else a plain one.
 * Throws TOOL_MISSING when a date is to be shifted and nothing here can do it.
 */
export function circumstancesOf(variant: Variant): Circumstances {
  if (variant === 'ci') return { ...ordinary, env: buildService }
  if (variant === 'offline') return { ...ordinary, env: desktop, online: false }
  if (variant === 'shifted-date') return shiftedDate()
  if (variant === 'restart' && findLibrary() !== undefined) return shiftedDate()
  return { ...ordinary, env: desktop }
}

/**
 * A month later: the wall clock by a library that the loader puts before every other, the time since start by a time
 * namespace. The clock of intervals is left to the namespace: shifted twice, waits would never end.
 */
function shiftedDate(): Circumstances {
  const library = findLibrary()
  if (library === undefined)
    throw new ClawbackError('TOOL_MISSING', { tool: 'libfaketime', mend: 'apt-get install libfaketime' })
  return {
    env: { ...desktop, FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1' },
    etc: { 'ld.so.preload': `${library}\n`, faketimerc: `+${shiftDays}d\n` },
    online: true,
    uptime: shiftDays * 86_400,
    ours: /^\/dev\/shm\/(?:sem\.[A-Za-z0-9]{6}|(?:sem\.)?faketime_\w+)$|\/\.faketimerc$|^\/etc\/faketimerc$/,
    blindSpots: [
      'Programs without a dynamic loader (static binaries, most of Go) see the true date; the loader and two variables show that it is shifted.',
    ],
  }
}

/** Where distributions put it: `/usr/lib/<machine>/faketime`, `/usr/lib64/faketime`. */
function findLibrary(): string | undefined {
  const folders = ['/usr/lib64', '/usr/lib', ...machineFolders()]
  return folders.map((folder) => `${folder}/faketime/libfaketimeMT.so.1`).find((path) => existsSync(path))
}

function machineFolders(): string[] {
  return readdirSync('/usr/lib')
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => `/usr/lib/${name}`)
}
