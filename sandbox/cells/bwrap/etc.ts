import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { persona } from './persona.js'

/** Text files of the cell's `/etc`. Certificates and interpreter hooks are added per run. */
export function etcFiles(): Readonly<Record<string, string>> {
  const { user, fullName, home, host, shell } = persona
  return {
    passwd: `root:x:0:0:root:/root:/bin/bash\n${user}:x:1000:1000:${fullName},,,:${home}:${shell}\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n`,
    group: `root:x:0:\n${user}:x:1000:\nnogroup:x:65534:\n`,
    hostname: `${host}\n`,
    hosts: `127.0.0.1\tlocalhost\n127.0.1.1\t${host}\n::1\tlocalhost ip6-localhost ip6-loopback\n`,
    'resolv.conf': 'nameserver 192.168.1.1\noptions timeout:2 attempts:2\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n',
    'host.conf': 'multi on\n',
    shells: '/bin/sh\n/bin/bash\n',
    'machine-id': '5d1f6f2c8d0a4c3e9b7a2f4e6c8d0a1b\n',
    timezone: 'Europe/Berlin\n',
    ...copied(['os-release', 'debian_version', 'services', 'protocols', 'mime.types']),
  }
}

/** Harmless files that are the same on every machine of a release. */
function copied(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names
      .filter((name) => existsSync(`/etc/${name}`))
      .map((name) => [name, readFileSync(`/etc/${name}`, 'utf8')]),
  )
}

/** Places of the host's `/etc` that programs of `/usr` cannot do without, mounted read-only where they exist. */
export const etcMounts: readonly { readonly path: string; readonly type: 'file' | 'folder' }[] = [
  { path: 'alternatives', type: 'folder' },
  { path: 'ld.so.cache', type: 'file' },
  { path: 'ld.so.conf', type: 'file' },
  { path: 'ld.so.conf.d', type: 'folder' },
  { path: 'perl', type: 'folder' },
]

/** Folders below `/etc` where a Python of the distribution looks for its site customisation. */
export function pythonFolders(): string[] {
  return readdirSync('/etc').filter((name) => /^python3\.\d+$/.test(name))
}

/** Where clients look for trusted authorities. */
export const trustFiles: readonly string[] = ['ssl/certs/ca-certificates.crt', 'ssl/cert.pem']
