import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Degraded, Requirement } from '../../ports.js'
import type { Identity } from './identity.js'
import { workerCommand } from './launch.js'
import type { Tools } from './tools.js'

/** One step of what a worker does before its first run, and what to do when this machine refuses it. */
interface Rehearsal {
  readonly name: string
  readonly script: (tools: Tools) => string
  readonly mend: (said: string) => string
  /** Mode that does without it: the steps after it are tried all the same. */
  readonly degraded?: Degraded
}

const walls =
  '--unshare-user --unshare-pid --unshare-ipc --unshare-uts --disable-userns --uid 1000 --gid 1000'

const rehearsals: readonly Rehearsal[] = [
  { name: 'namespaces', script: () => ':', mend: (said) => namespaceMend(said) },
  {
    name: 'memory file system',
    script: ({ mount }) => `${mount} -t tmpfs -o size=1m tmpfs /tmp`,
    mend: () =>
      'The kernel must let a user namespace mount tmpfs; a security module or container profile forbids it.',
  },
  {
    name: 'overlay',
    script: ({ mount }) =>
      `mkdir /tmp/l /tmp/u /tmp/w /tmp/m; ${mount} -t overlay -o lowerdir=/tmp/l,upperdir=/tmp/u,workdir=/tmp/w,userxattr overlay /tmp/m`,
    mend: () => 'Linux 5.11 or newer with the overlay module is needed (as root: modprobe overlay).',
  },
  {
    name: 'private network',
    script: ({ ip }) =>
      `${ip} link set lo up; ${ip} route add local 0.0.0.0/0 dev lo; ${ip} -6 route add local ::/0 dev lo`,
    mend: () => 'IPv4 and IPv6 must be there in the kernel (is IPv6 switched off with ipv6.disable=1?).',
  },
  {
    name: 'packet redirection',
    script: ({ nft }) =>
      `echo 'table inet t { chain c { type nat hook output priority -100; meta l4proto tcp redirect to :9; }; }' | ${nft} -f -`,
    mend: () => 'The kernel needs nf_tables with NAT (as root: modprobe nft_redir nf_nat).',
    degraded: 'no-nft',
  },
  {
    name: 'cell',
    script: ({ bwrap, sh }) =>
      `${bwrap} ${walls} --cap-drop ALL --ro-bind / / --proc /proc --dev /dev -- ${sh} -c :`,
    mend: (said) => namespaceMend(said),
  },
]

/** Tries every step in namespaces of its own that are gone afterwards. What comes after a failed step is not tried. */
export async function rehearse(
  tools: Tools,
  identity: Identity,
  without: readonly Degraded[] = [],
): Promise<Requirement[]> {
  const steps = rehearsals.filter(({ degraded }) => degraded === undefined || !without.includes(degraded))
  const script = steps.map((step) => `echo ${JSON.stringify(step.name)}; ${step.script(tools)}`)
  const [file, args] = workerCommand(tools, identity, [
    tools.sh,
    '-c',
    `set -e; ${script.join('; ')}; echo done`,
  ])
  const { out, said } = await execute(file, args)
  const reached = out.trim().split('\n')
  if (reached.at(-1) === 'done') return steps.map(({ name }) => passed(name))
  const at = Math.max(
    0,
    steps.findIndex(({ name }) => name === reached.at(-1)),
  )
  const tried = steps
    .slice(0, at + 1)
    .map((step, index) => (index < at ? passed(step.name) : failed(step, said)))
  const mode = steps[at]?.degraded
  if (mode === undefined) return tried
  const others = await rehearse(tools, identity, [...without, mode])
  return [...tried, ...others.filter(({ name }) => !tried.some((one) => one.name === name))]
}

function passed(name: string): Requirement {
  return { name, ok: true, detail: 'tried, and it works without privilege', mend: '' }
}

function failed({ name, mend, degraded }: Rehearsal, said: string): Requirement {
  return {
    ...(degraded === undefined ? {} : { degraded }),
    name,
    ok: false,
    detail: `The ${name} could not be made: ${said}`,
    mend: mend(said),
  }
}

/** What forbids user namespaces on the systems we know, and how to allow them for these programs alone. */
export function namespaceMend(said: string, read: (path: string) => string = readSetting): string {
  if (read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1') return appArmorMend
  if (read('/proc/sys/kernel/unprivileged_userns_clone') === '0')
    return 'As root: sysctl -w kernel.unprivileged_userns_clone=1'
  if (read('/proc/sys/user/max_user_namespaces') === '0')
    return 'As root: sysctl -w user.max_user_namespaces=10000'
  if (/unshare failed: Invalid argument/.test(said))
    return 'The kernel lacks a kind of namespace: it needs CONFIG_USER_NS, CONFIG_NET_NS, CONFIG_PID_NS, CONFIG_IPC_NS and CONFIG_UTS_NS.'
  if (/mount.*proc|proc.*Operation not permitted/i.test(said))
    return 'Inside a container /proc is masked: start it with an unmasked /proc (--security-opt systempaths=unconfined) and with user namespaces allowed (--security-opt seccomp=unconfined).'
  return 'Allow unprivileged user namespaces: the container runtime, a seccomp profile or a security module forbids them.'
}

const appArmorMend = `AppArmor forbids user namespaces to programs without a profile. As root, either write this to /etc/apparmor.d/clawback and run \`apparmor_parser -r /etc/apparmor.d/clawback\`:
abi <abi/4.0>,
include <tunables/global>
profile clawback-unshare /usr/bin/unshare flags=(unconfined) {
  userns,
}
profile clawback-bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
}
or, for the whole machine: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`

function readSetting(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

interface Executed {
  readonly code: number
  readonly out: string
  readonly said: string
}

/** Runs a tool with an empty environment; what it printed, and the first of what it complained about. */
export function execute(file: string, args: readonly string[]): Promise<Executed> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
  return new Promise((resolve) => {
    execFile(file, [...args], { env, cwd: '/', timeout: 20_000 }, (error, out, said) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, out, said: (said.trim() || (error?.message ?? '')).slice(0, 500) })
    })
  })
}
