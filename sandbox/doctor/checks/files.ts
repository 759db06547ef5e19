import type { InsideCheck } from '../check.js'

const refused = /^(?:ENOENT|EACCES|EPERM|EROFS|ENOTDIR)$/

/** Attempts on the host's files and on the walls of the mount namespace. */
export const fileChecks: readonly InsideCheck[] = [
  { name: 'read /etc/shadow', attempt: "read('/etc/shadow')", contained: refused },
  { name: 'list /root', attempt: "listing('/root')", contained: /^(?:|ENOENT|EACCES)$/ },
  { name: 'list /sys', attempt: "listing('/sys')", contained: /^(?:|ENOENT)$/ },
  { name: 'list /run', attempt: "listing('/run')", contained: /^(?:|ENOENT)$/ },
  { name: 'list /mnt and /boot', attempt: "listing('/mnt') + listing('/boot')", contained: /^(?:ENOENT)*$/ },
  { name: 'list other homes', attempt: "listing('/home')", contained: /^dana$/ },
  { name: 'write below /usr', attempt: "write('/usr/bin/x')", contained: refused },
  { name: 'write below /etc', attempt: "write('/etc/ld.so.preload')", contained: refused },
  { name: 'leave through /proc/1/root', attempt: "same_root('/proc/1/root')", contained: /^own root$/ },
  {
    name: 'leave through /proc/self/root/../..',
    attempt: "same_root('/proc/self/root/../../..')",
    contained: /^own root$/,
  },
  {
    name: 'hard link out of /etc',
    attempt: "attempt(lambda: os.link('/etc/passwd', '/home/dana/passwd'))",
    contained: /^(?:EXDEV|EPERM|EROFS)$/,
  },
  {
    name: 'read kernel memory',
    attempt: "read('/proc/kcore') + ' ' + read('/dev/mem')",
    contained: /^(?:EACCES|EPERM|ENOENT|OK b'') (?:EACCES|EPERM|ENOENT)$/,
  },
  {
    name: 'set the core dump program',
    attempt: "write('/proc/sys/kernel/core_pattern', b'|/tmp/x')",
    contained: refused,
  },
  { name: 'press a system request key', attempt: "write('/proc/sysrq-trigger', b'h')", contained: refused },
  {
    name: 'change a network setting',
    attempt: "write('/proc/sys/net/ipv4/ip_forward', b'1')",
    contained: refused,
  },
  { name: 'reach the control groups', attempt: "listing('/sys/fs/cgroup')", contained: /^ENOENT$/ },
  {
    name: 'make a block device',
    attempt: "attempt(lambda: os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0)))",
    contained: refused,
  },
  {
    name: 'find host paths in the mount table',
    attempt:
      "' '.join(l.split()[3] for l in open('/proc/self/mountinfo') if '/root' in l.split()[3] or '/home/' in l.split()[3] or 'clawback' in l)",
    contained: /^$/,
  },
  {
    name: 'find a control socket of the host',
    attempt:
      "' '.join(p for p in ['/var/run/docker.sock', '/run/docker.sock', '/run/dbus/system_bus_socket', '/run/containerd/containerd.sock'] if os.path.exists(p))",
    contained: /^$/,
  },
]
