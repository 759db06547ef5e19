import type { Language } from './languages.js'

/** What one record must say: the fields named here, each equal to the value or matching the pattern. */
export type Expected = Readonly<Record<string, string | number | boolean | RegExp>>

/** One thing a sample may do, and the records by which it has to be seen. */
export interface Behaviour {
  readonly name: string
  /** The folder of its programs holds one of the same meaning in every language. */
  readonly title: string
  readonly seen: readonly Expected[]
  /** Records that only one language leads to, beside those above. */
  readonly also?: Partial<Record<Language, readonly Expected[]>>
  /** What no channel can show in a language, and why; the records above are then not asked for. */
  readonly blind?: Partial<Record<Language, string>>
}

const home = '/home/dana'
const done = { 'effect.outcome': 'success' }
/** There is no such program in a cell; a shell that looks along PATH finds that out without an exec. */
const crontab = { kind: 'process.exec', 'process.command_line': 'crontab -', 'effect.outcome': 'failure' }
/** Whatever it was read by, it is known when it is printed. */
const printed = { kind: 'canary.leak', 'canary.source': 'env:GITHUB_TOKEN', 'canary.channel': 'stdout' }
const leak = { kind: 'canary.leak', 'canary.source': 'env:GITHUB_TOKEN' }

function reach(address: string | RegExp, port: number, transport = 'tcp'): Expected {
  return {
    kind: 'net.connect',
    'network.peer.address': address,
    'network.peer.port': port,
    'network.transport': transport,
  }
}

function persists(path: string, operation: 'create' | 'append'): readonly Expected[] {
  return [
    {
      kind: 'file.write',
      'source.engine': 'strace',
      'file.path': path,
      'file.operation': operation,
      ...done,
    },
    {
      kind: 'file.write',
      'source.engine': 'snapshot',
      'file.path': path,
      'file.diff': /\/tmp\/x|203\.0\.113/,
    },
  ]
}

function asks(url: string, address: string | RegExp, port: number): readonly Expected[] {
  return [
    reach(address, port),
    { kind: 'http.request', 'url.full': url, 'network.peer.address': address },
    { kind: 'http.response', 'url.full': url },
  ]
}

/** Everything that is asked of a cell's eyes. Each row has one program per language in `programs/<name>/`. */
export const behaviours: readonly Behaviour[] = [
  { name: 'hello', title: 'says hello, and nothing else', seen: [] },
  {
    name: 'read-secret-file',
    title: 'reads a secret file',
    seen: [{ kind: 'file.read', 'file.path': `${home}/.aws/credentials`, ...done }],
  },
  {
    name: 'read-environment-secret',
    title: 'reads a secret of the environment and prints it',
    seen: [{ kind: 'env.read', 'env.name': 'GITHUB_TOKEN' }],
    also: { sh: [printed], py: [printed], mjs: [printed] },
    blind: {
      sh: 'a shell expands `$VAR` in its own memory: no call is made; the value is seen when it leaves',
    },
  },
  {
    name: 'print-environment',
    title: 'prints the whole environment',
    seen: [{ kind: 'env.read', 'env.name': '*' }],
    also: {
      sh: [{ kind: 'process.exec', 'process.command_line': 'env', ...done }, printed],
      py: [printed],
      mjs: [printed],
    },
    blind: {
      sh: 'a program gets its environment with its start: no call is made to read it; its exec and its output are seen',
      mjs: '`console.log(process.env)` looks behind the object the hook stands for; the output is seen',
    },
  },
  {
    name: 'write-file',
    title: 'writes a file',
    seen: [{ kind: 'file.write', 'file.path': '/tmp/loot', 'file.operation': 'create', ...done }],
  },
  {
    name: 'append-file',
    title: 'appends to a file',
    seen: [
      { kind: 'file.write', 'file.path': `${home}/Documents/notes.txt`, 'file.operation': 'append', ...done },
      {
        kind: 'file.write',
        'source.engine': 'snapshot',
        'file.path': `${home}/Documents/notes.txt`,
        'file.digest': /./,
      },
    ],
  },
  {
    name: 'rename-file',
    title: 'renames a file',
    seen: [
      {
        kind: 'file.rename',
        'file.path': `${home}/Documents/notes.txt`,
        'file.target_path': `${home}/Documents/notes.locked`,
        ...done,
      },
    ],
  },
  {
    name: 'delete-file',
    title: 'deletes a file',
    seen: [{ kind: 'file.delete', 'file.path': `${home}/.bash_history`, 'file.existed': true, ...done }],
  },
  {
    name: 'change-mode',
    title: 'changes the mode of a file',
    seen: [{ kind: 'file.mode', 'file.path': `${home}/project/README.md`, 'file.mode': '04755', ...done }],
  },
  {
    name: 'make-symbolic-link',
    title: 'makes a symbolic link',
    seen: [
      {
        kind: 'file.link',
        'file.path': '/tmp/keys',
        'file.symbolic_link.target_path': `${home}/.ssh`,
        ...done,
      },
    ],
  },
  {
    name: 'persist-shell-start',
    title: 'stays by a line in the start file of a shell',
    seen: persists(`${home}/.bashrc`, 'append'),
  },
  {
    name: 'persist-cron',
    title: 'tries to stay by cron',
    seen: [{ kind: 'file.write', 'file.path': '/etc/cron.d/x', 'effect.outcome': /failure|denied/ }],
    also: { py: [crontab], mjs: [crontab] },
  },
  {
    name: 'persist-systemd-unit',
    title: 'stays by a systemd user unit',
    seen: persists(`${home}/.config/systemd/user/x.service`, 'create'),
  },
  {
    name: 'persist-agent-settings',
    title: 'stays by a hook in the settings of an agent',
    seen: persists(`${home}/.claude/settings.json`, 'create'),
  },
  {
    name: 'spawn-chain',
    title: 'starts a chain of three programs',
    seen: ['/bin/sh', '/bin/dash', '/usr/bin/id'].map((path) => ({
      kind: 'process.exec',
      'process.executable.path': path,
      'run.parent_exec_id': /./,
      ...done,
    })),
  },
  {
    name: 'run-dropped-file',
    title: 'writes a program and runs it',
    seen: [
      { kind: 'file.write', 'file.path': '/tmp/dropped', ...done },
      { kind: 'process.exec', 'process.executable.path': '/tmp/dropped', ...done },
    ],
  },
  {
    name: 'run-from-memory',
    title: 'runs a program from memory (memfd)',
    seen: [{ kind: 'process.exec', 'process.command_line': 'kworker', 'process.fileless': true, ...done }],
  },
  {
    name: 'resolve-name',
    title: 'resolves a name',
    seen: [{ kind: 'dns.query', 'dns.question.name': 'updates.evil.example' }],
  },
  {
    name: 'connect-by-name',
    title: 'connects by name',
    seen: [
      { kind: 'dns.query', 'dns.question.name': 'drop.evil.example' },
      ...asks('http://drop.evil.example:8080/hello', /./, 8080),
    ],
  },
  {
    name: 'connect-by-address',
    title: 'connects by address',
    seen: asks('http://203.0.113.9:8080/hello', '203.0.113.9', 8080),
  },
  {
    name: 'connect-ipv6',
    title: 'connects over IPv6',
    seen: asks('http://[2001:db8::9]:8080/hello', '2001:db8::9', 8080),
  },
  {
    name: 'https-verified',
    title: 'sends a secret by HTTPS, and checks certificates',
    seen: [
      ...asks('https://collect.evil.example/in', /./, 443),
      { kind: 'tls.handshake', 'tls.client.server_name': 'collect.evil.example', 'tls.established': true },
      leak,
    ],
  },
  {
    name: 'https-unverified',
    title: 'sends a secret by HTTPS, and checks nothing',
    seen: [
      ...asks('https://203.0.113.10/in', '203.0.113.10', 443),
      { kind: 'tls.handshake', 'tls.established': true },
      leak,
    ],
  },
  {
    name: 'raw-tcp',
    title: 'sends raw bytes over TCP',
    seen: [
      reach('203.0.113.11', 4444),
      { kind: 'net.send', 'network.peer.address': '203.0.113.11', 'network.io.bytes': 19 },
    ],
  },
  {
    name: 'udp-datagram',
    title: 'sends a datagram',
    seen: [
      reach('203.0.113.12', 9999, 'udp'),
      { kind: 'net.send', 'network.peer.address': '203.0.113.12', 'network.io.bytes': 16 },
    ],
  },
  {
    name: 'dns-tunnel',
    title: 'carries a secret out in names',
    seen: [
      { kind: 'dns.query', 'dns.question.name': /^[0-9a-f]{40}\.t\.evil\.example$/ },
      { ...leak, 'canary.encoding': 'hex' },
    ],
  },
  {
    name: 'listen',
    title: 'listens',
    seen: [{ kind: 'net.listen', 'server.address': '0.0.0.0', 'server.port': 4555 }],
  },
  {
    name: 'cloud-metadata',
    title: 'asks for cloud credentials',
    seen: asks('http://169.254.169.254/latest/meta-data/iam/security-credentials/', '169.254.169.254', 80),
  },
  {
    name: 'talk-to-model',
    title: 'talks to a model',
    seen: [
      ...asks('https://api.anthropic.com/v1/messages', /./, 443),
      { kind: 'llm.request', 'gen_ai.request.model': 'claude-sonnet-4-5' },
      { kind: 'llm.response' },
    ],
  },
  {
    name: 'trace-process',
    title: 'tries to trace another process',
    seen: [{ kind: 'syscall.denied', 'syscall.name': 'ptrace' }],
  },
  {
    name: 'new-namespace',
    title: 'tries to make a namespace',
    seen: [{ kind: 'syscall.denied', 'syscall.name': 'unshare' }],
  },
  {
    name: 'go-to-background',
    title: 'goes on in the background',
    seen: [{ kind: 'file.write', 'file.path': '/tmp/later', ...done }],
  },
]
