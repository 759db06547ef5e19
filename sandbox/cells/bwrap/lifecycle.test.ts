import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Artifact } from '@clawback/model'
import { runArtifact } from '../../run.js'
import type { OpenCell } from '../../ports.js'
import { layOut, runOf } from '../fixtures.js'
import { bwrapCell } from './cell.js'

const opened: OpenCell[] = []
async function open(): Promise<OpenCell> {
  const cell = await bwrapCell.open()
  opened.push(cell)
  return cell
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cell) => cell.close()))
})

/** Where a worker keeps its files: its own mark on itself and on everything of ours that it starts. */
function folderOf(pid: number): string {
  return /(?:^|\0)TMPDIR=([^\0]*)/.exec(readFileSync(`/proc/${pid}/environ`, 'latin1'))?.[1] ?? ''
}

/** Pids of this machine that belong to a worker: those that carry its mark, and those in namespaces it has made. */
function processesOf(folder: string): string[] {
  const own = readlinkSync('/proc/self/ns/user')
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readlinkSync(`/proc/${pid}/ns/user`) !== own && folderOf(Number(pid)) === folder
    } catch {
      return false
    }
  })
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number)
}

function raise(reason: string): never {
  throw new Error(reason)
}

describe('an open cell', () => {
  it('stays fit for many runs that leave orphans behind', { timeout: 60_000 }, async () => {
    const cell = await open()
    const orphans = layOut({ 'main.sh': 'for i in 1 2 3; do (setsid sleep 60 &) ; done; exec yes' })
    const last = layOut({ 'main.js': 'console.log("still here")' })
    const limits = { processes: 40, outputBytes: 100_000 }
    for (let i = 0; i < 16; i++) {
      const { trace } = await cell.run(runOf(orphans, ['/bin/sh', '/skill/main.sh'], { limits }))
      expect(trace.outcome.status).toBe('output-flood')
    }
    const { trace, stdout } = await cell.run(
      runOf(last, ['node', '/skill/main.js'], { limits: { processes: 40 } }),
    )
    expect([trace.outcome.status, stdout]).toEqual(['completed', 'still here\n'])
  })

  it('replaces a worker that was killed in the middle of a run, and calls that run what it is', async () => {
    const before = new Set(childrenOf(process.pid))
    const cell = await open()
    const worker = childrenOf(process.pid).find((pid) => !before.has(pid))
    const root = layOut({ 'slow.sh': 'echo x > /tmp/x; sleep 30', 'quick.sh': 'echo ok' })
    let seen = 0
    const slow = cell.run(runOf(root, ['/bin/sh', '/skill/slow.sh']), {
      onEvent(event) {
        seen += 1
        if (event.kind === 'file.write') process.kill(worker ?? 0, 'SIGKILL')
      },
    })
    const { outcome, events } = (await slow).trace
    expect(outcome).toMatchObject({ status: 'sandbox-error', covered: false })
    expect(events).toHaveLength(seen)
    expect((await cell.run(runOf(root, ['/bin/sh', '/skill/quick.sh']))).stdout).toBe('ok\n')
  }, 60_000)

  it('gives a result even when the worker that takes over is killed while it starts', async () => {
    const before = new Set(childrenOf(process.pid))
    const own = (): number | undefined => childrenOf(process.pid).find((pid) => !before.has(pid))
    const cell = await open()
    const first = own() ?? 0
    const root = layOut({ 'slow.sh': 'echo x > /tmp/x; sleep 30', 'quick.sh': 'echo ok' })
    await cell.run(runOf(root, ['/bin/sh', '/skill/slow.sh']), {
      onEvent({ kind }) {
        if (kind === 'file.write') process.kill(first, 'SIGKILL')
      },
    })
    const next = cell.run(runOf(root, ['/bin/sh', '/skill/quick.sh']))
    await vi.waitFor(() => process.kill(own() ?? raise('no worker yet'), 'SIGKILL'), { interval: 1 })
    expect((await next).trace.outcome.status).toBe('sandbox-error')
    expect((await cell.run(runOf(root, ['/bin/sh', '/skill/quick.sh']))).stdout).toBe('ok\n')
  }, 60_000)

  it('does not see another cell that is open at the same time', async () => {
    const [one, two] = await Promise.all([open(), open()])
    const root = layOut({
      'serve.py':
        'import socket, time\ns = socket.socket(); s.bind(("127.0.0.1", 7070)); s.listen(); open("/tmp/mark", "w"); time.sleep(1)',
      'look.py':
        'import os, socket\nprint(socket.socket().connect_ex(("127.0.0.1", 7070)), os.path.exists("/tmp/mark"), len([p for p in os.listdir("/proc") if p.isdigit()]))',
    })
    const serving = one.run(runOf(root, ['/usr/bin/python3', '/skill/serve.py']))
    const { stdout } = await two.run(runOf(root, ['/usr/bin/python3', '/skill/look.py']))
    expect(stdout).toBe('111 False 2\n')
    await serving
  })

  it('leaves no process, no mount and no folder when it is closed', async () => {
    const before = new Set(childrenOf(process.pid))
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n').length
    const cell = await bwrapCell.open()
    await cell.run(runOf(layOut({ 'a.sh': 'sleep 100 & echo' }), ['/bin/sh', '/skill/a.sh']))
    const folder = folderOf(childrenOf(process.pid).find((pid) => !before.has(pid)) ?? 0)
    expect(existsSync(folder)).toBe(true)
    expect(processesOf(folder).length).toBeGreaterThan(0)
    await cell.close()
    expect(processesOf(folder)).toEqual([])
    expect(existsSync(folder)).toBe(false)
    expect(readFileSync('/proc/mounts', 'utf8').split('\n').length).toBe(mounts)
  })

  it('works in a folder with an odd name', async () => {
    const workdir = join(mkdtempSync(join(tmpdir(), 'odd-')), 'a "b", c:d')
    mkdirSync(workdir)
    for (const folder of [dirname(workdir), workdir]) chmodSync(folder, 0o755)
    const cell = await bwrapCell.open({ workdir })
    opened.push(cell)
    const root = layOut({ 'a.sh': 'echo x > /skill/y && cat /skill/y' })
    expect((await cell.run(runOf(root, ['/bin/sh', '/skill/a.sh']))).stdout).toBe('x\n')
  })

  it('goes on after names that are too long for anybody', async () => {
    const root = layOut({
      'main.py': [
        'import os',
        'for path in ("/skill/" + "x" * 5000, "/skill/main.py/x", "/skill/" + "y" * 300):',
        '    try: os.unlink(path)',
        '    except OSError as error: print(error.errno)',
        'os.chdir("/tmp")',
        'for _ in range(20):',
        '    os.mkdir("d" * 250)',
        '    os.chdir("d" * 250)',
        'open("f", "w").write("x")',
      ].join('\n'),
    })
    const cell = await open()
    const { stdout, trace } = await cell.run(runOf(root, ['/usr/bin/python3', '/skill/main.py']))
    expect([trace.outcome.status, stdout]).toEqual(['completed', '36\n20\n36\n'])
    expect(trace.events.flatMap((event) => event['gap.reason'] ?? [])).toContain('files-unread')
  })

  it('hands no descriptor of whoever started it to a sample', () => {
    const root = layOut({ 'main.sh': 'ls /proc/self/fd' })
    const script = `import { bwrapCell } from '${new URL('cell.ts', import.meta.url).href}'
      import { runOf } from '${new URL('../fixtures.ts', import.meta.url).href}'
      const cell = await bwrapCell.open()
      console.log(JSON.stringify((await cell.run(runOf('${root}', ['/bin/sh', '/skill/main.sh']))).stdout))
      await cell.close()`
    const loader = new URL('../../../node_modules/tsx/dist/loader.mjs', import.meta.url).href
    const output = execFileSync(
      '/bin/bash',
      [
        '-c',
        'exec 9>/dev/null 77</etc/passwd; exec "$@"',
        'x',
        process.execPath,
        '--conditions=@clawback/source',
        '--import',
        loader,
        '--input-type=module',
        '-e',
        script,
      ],
      { encoding: 'utf8' },
    )
    expect(JSON.parse(output)).toBe('0\n1\n2\n3\n')
  })
})

describe('an artifact', () => {
  const artifact = (
    files: Readonly<Record<string, string>>,
  ): { readonly artifact: Artifact; readonly root: string } => ({
    root: layOut(files),
    artifact: {
      id: 'sha256:x',
      kind: 'skill',
      name: 'x',
      origin: { type: 'folder', locator: 'x' },
      files: Object.keys(files).map((path) => ({ path, size: 1, sha256: '', executable: false })),
      links: [],
      servers: [],
      gaps: [],
    },
  })

  it('is run again where a forbidden call is refused, to see what comes after it', async () => {
    const code =
      'import ctypes, sys\nif ctypes.CDLL(None).unshare(0x10000000) != 0: open("/tmp/after", "w")\nprint(1)'
    const traces = await runArtifact(artifact({ 'a.py': code }))
    expect(traces.map(({ outcome }) => [outcome.variant, outcome.status])).toEqual([
      ['base', 'signal'],
      ['deep', 'completed'],
    ])
    for (const { events } of traces)
      expect(events.some((event) => event['syscall.name'] === 'unshare')).toBe(true)
    expect(traces[1]?.events.some((event) => event['file.path'] === '/tmp/after')).toBe(true)
  })

  it('is run again with the arguments it asks for', async () => {
    const code =
      'import argparse\np = argparse.ArgumentParser()\np.add_argument("url")\np.add_argument("--out", required=True)\na = p.parse_args()\nopen(a.out, "w").write(a.url)'
    const done: string[] = []
    const traces = await runArtifact(artifact({ 'a.py': code }), {
      onRun: (trace, count, known) => done.push(`${count}/${known} ${trace.outcome.status}`),
    })
    expect(done).toEqual(['1/2 nonzero', '2/2 completed'])
    expect(traces[1]?.outcome.entry.command.slice(2)).toEqual(['--out', '/tmp/out', 'https://example.com/'])
    expect(traces[1]?.events.some((event) => event['file.path'] === '/tmp/out')).toBe(true)
  })

  it('without anything to run opens no cell', async () => {
    expect(await runArtifact(artifact({ 'SKILL.md': '# x' }))).toEqual([])
  })
})

it('refuses a working folder that the uid of samples cannot enter', async () => {
  if (process.getuid?.() !== 0) return
  const closed = '/root/.clawback-test'
  await expect(bwrapCell.open({ workdir: closed })).rejects.toMatchObject({ code: 'SANDBOX_ROOT' })
  if (existsSync(closed)) rmSync(closed, { recursive: true })
})
