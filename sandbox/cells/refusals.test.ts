import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseIdentity } from './bwrap/identity.js'
import { bwrapCell, openWorkerCell } from './bwrap/cell.js'
import { diskRequirement, straceRequirement, toolRequirement } from './bwrap/probe.js'
import { namespaceMend, rehearse } from './bwrap/rehearse.js'
import { findTools, requireTools } from './bwrap/tools.js'
import type { Tools } from './bwrap/tools.js'
import type { Requirement } from '../ports.js'

/** Opens the default cell on a machine that lacks one thing. */
const openWithout = (lack: Requirement): Promise<unknown> =>
  openWorkerCell(
    () => Promise.resolve({ cell: 'x', ok: false, requirements: [lack], versions: {}, blindSpots: [] }),
    {},
  )

const setting = (name: string, value: string) => (path: string) => (path === name ? value : '')
const refused = (mend: string): Requirement => ({ name: 'namespaces', ok: false, detail: 'no', mend })

/** The rows of the table in sandbox/README.md: what is the matter, its code, and what must stand in the mend. */
const conditions: readonly (readonly [what: string, lack: Requirement, code: string, mend: RegExp])[] = [
  ['bwrap is missing', toolRequirement('bwrap'), 'TOOL_MISSING', /^apt-get install bubblewrap$/],
  ['strace is missing', toolRequirement('strace'), 'TOOL_MISSING', /^apt-get install strace$/],
  ['strace is older than 5.3', straceRequirement('5.2'), 'SANDBOX_UNAVAILABLE', /strace 5\.3 or newer/],
  ['the disk is nearly full', diskRequirement('/x', 2 ** 20), 'DISK_LOW', /Free some space/],
  [
    'AppArmor restricts user namespaces',
    refused(namespaceMend('', setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'))),
    'SANDBOX_UNAVAILABLE',
    /AppArmor[^]*profile clawback-bwrap[^]*sysctl -w kernel\.apparmor_restrict_unprivileged_userns=0/,
  ],
  [
    'a setting forbids user namespaces',
    refused(namespaceMend('', setting('/proc/sys/kernel/unprivileged_userns_clone', '0'))),
    'SANDBOX_UNAVAILABLE',
    /sysctl -w kernel\.unprivileged_userns_clone=1/,
  ],
  [
    'no user namespace is left',
    refused(namespaceMend('', setting('/proc/sys/user/max_user_namespaces', '0'))),
    'SANDBOX_UNAVAILABLE',
    /sysctl -w user\.max_user_namespaces/,
  ],
  [
    'the kernel has no network namespaces',
    refused(namespaceMend('unshare: unshare failed: Invalid argument', () => '')),
    'SANDBOX_UNAVAILABLE',
    /CONFIG_NET_NS/,
  ],
]

describe('a machine that cannot', () => {
  it.each(conditions)('is refused with a code and a mend: %s', async (_, lack, code, mend) => {
    expect(lack.ok).toBe(false)
    const error: unknown = await openWithout(lack).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code,
      exitCode: 4,
      message: expect.stringMatching(/./) as string,
      mend: expect.stringMatching(mend) as string,
    })
  })

  it('is refused when a tool is looked for and not there', () => {
    expect(() => requireTools(['/nowhere'])).toThrow(
      expect.objectContaining({ code: 'TOOL_MISSING', exitCode: 4 }),
    )
  })

  it.each([
    ['overlay', 'mount', 'overlay', /overlay module/],
    ['private network', 'ip', 'route', /IPv4 and IPv6/],
  ] as const)('is told that its kernel has no %s', async (step, tool, word, mend) => {
    const tools = findTools().found as Tools
    const folder = mkdtempSync(join(tmpdir(), 'tools-'))
    const file = join(folder, tool)
    writeFileSync(file, `#!/bin/sh\ncase "$*" in *${word}*) exit 1;; esac\nexec ${tools[tool]} "$@"\n`)
    for (const path of [folder, file]) chmodSync(path, 0o755)
    const steps = await rehearse({ ...tools, [tool]: file }, chooseIdentity())
    expect(steps.find(({ ok }) => !ok)).toMatchObject({
      name: step,
      mend: expect.stringMatching(mend) as string,
    })
  })

  it('is refused as root without a uid to drop to', async () => {
    if (process.getuid?.() === 0)
      await expect(bwrapCell.open({ uid: 0 })).rejects.toMatchObject({ code: 'SANDBOX_ROOT', exitCode: 4 })
    expect(() => chooseIdentity(0, 0)).toThrow(expect.objectContaining({ code: 'SANDBOX_ROOT' }))
  })
})
