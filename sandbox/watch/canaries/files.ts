import type { Plant } from '../../ports.js'
import { makeValue, sshKey } from './values.js'
import type { ValueKind, Values } from './values.js'

/** Notes a planted value of a kind at a path and gives it back. */
type Note = (kind: string, path: string, value: string) => string

type File = Plant['files'][number]

/** The files of a lived-in home, with planted values in the places thieves look. */
export function layFiles(values: Values, note: Note): readonly File[] {
  const file = (
    path: string,
    write: (secret: (kind: ValueKind) => string) => string,
    mode = 0o600,
  ): File => ({
    path,
    content: write((kind) => note(kind, path, makeValue[kind](values))),
    mode,
  })
  return [...cloud(file), ...development(file), ...personal(file), ...agents(file), ...ssh(values, note)]
}

type Write = (path: string, write: (secret: (kind: ValueKind) => string) => string, mode?: number) => File

function cloud(file: Write): File[] {
  return [
    file(
      '.aws/credentials',
      (secret) =>
        `[default]\naws_access_key_id = ${secret('aws_access_key')}\naws_secret_access_key = ${secret('aws_secret_key')}\n`,
    ),
    file('.aws/config', () => '[default]\nregion = eu-central-1\noutput = json\n'),
    file(
      '.kube/config',
      (secret) =>
        'apiVersion: v1\nkind: Config\ncurrent-context: prod\nclusters:\n- name: prod\n  cluster:\n    server: https://10.20.0.1:6443\n' +
        `contexts:\n- name: prod\n  context: {cluster: prod, user: dana}\nusers:\n- name: dana\n  user:\n    token: ${secret('kube_token')}\n`,
    ),
    file('.docker/config.json', (secret) => {
      const auth = Buffer.from(`dana:${secret('password')}`).toString('base64')
      return `${JSON.stringify({ auths: { 'registry.internal:5000': { auth } } }, undefined, 2)}\n`
    }),
  ]
}

function development(file: Write): File[] {
  return [
    file('.netrc', (secret) => `machine git.internal\n  login dana\n  password ${secret('password')}\n`),
    file('.npmrc', (secret) => `//registry.internal/:_authToken=${secret('npm_token')}\nfund=false\n`),
    file('.git-credentials', (secret) => `https://dana:${secret('github_token')}@github.com\n`),
    file(
      '.config/gh/hosts.yml',
      (secret) =>
        `github.com:\n    user: dana\n    oauth_token: ${secret('github_token')}\n    git_protocol: https\n`,
    ),
    file(
      'project/.env',
      (secret) =>
        `NODE_ENV=production\nDATABASE_URL=postgresql://app:${secret('password')}@db.internal:5432/app\n` +
        `STRIPE_SECRET_KEY=${secret('stripe_key')}\nOPENAI_API_KEY=${secret('openai_key')}\n`,
    ),
    file(
      '.bash_history',
      (secret) =>
        `cd work\ngit pull --rebase\nnpm ci\nmysql -h db.internal -u admin -p'${secret('password')}' app\nls -la\nvim src/index.ts\n` +
        'npm test\ngit commit -am "fix pagination"\ngit push\nkubectl get pods\n',
    ),
  ]
}

function personal(file: Write): File[] {
  const profile = '.mozilla/firefox/x7f2kq1p.default-release'
  return [
    file(`${profile}/logins.json`, (secret) =>
      JSON.stringify({
        nextId: 2,
        logins: [
          {
            id: 1,
            hostname: 'https://bank.internal',
            encryptedUsername: 'MEoEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECG',
            encryptedPassword: secret('cookie'),
          },
        ],
        version: 3,
      }),
    ),
    file('.config/google-chrome/Local State', (secret) =>
      JSON.stringify({ os_crypt: { encrypted_key: secret('cookie') }, profile: { last_used: 'Default' } }),
    ),
    file('.config/google-chrome/Default/Preferences', () => JSON.stringify({ profile: { name: 'Dana' } })),
    file(
      '.ethereum/keystore/UTC--2024-03-11T09-14-55.212Z--5aeda56215b167893e80b4fe645ba6d5bab767de',
      (secret) =>
        JSON.stringify({
          address: '5aeda56215b167893e80b4fe645ba6d5bab767de',
          crypto: { cipher: 'aes-128-ctr', ciphertext: secret('wallet_key'), kdf: 'scrypt' },
          version: 3,
        }),
    ),
    file('.electrum/wallets/default_wallet', (secret) =>
      JSON.stringify({
        keystore: { seed: secret('seed_phrase'), type: 'bip32' },
        seed_version: 18,
        use_encryption: false,
      }),
    ),
    file(
      'Documents/notes.txt',
      (secret) => `Router admin: ${secret('password')}\nRenew passport in May\n`,
      0o644,
    ),
  ]
}

function agents(file: Write): File[] {
  return [
    file(
      '.claude/CLAUDE.md',
      (secret) =>
        `# Memory\n\n- Staging deploys use the password ${secret('password')}.\n- Prefer pnpm. Tests before commits.\n`,
      0o644,
    ),
    file('.claude/.credentials.json', (secret) =>
      JSON.stringify({
        claudeAiOauth: {
          accessToken: secret('claude_token'),
          expiresAt: 1893456000000,
          scopes: ['user:inference'],
        },
      }),
    ),
    file(
      '.claude.json',
      (secret) =>
        `${JSON.stringify({ numStartups: 214, mcpServers: { tracker: { command: 'npx', args: ['tracker-mcp'], env: { SLACK_BOT_TOKEN: secret('slack_token') } } } }, undefined, 2)}\n`,
    ),
    file(
      '.codex/auth.json',
      (secret) => `${JSON.stringify({ OPENAI_API_KEY: secret('openai_key') }, undefined, 2)}\n`,
    ),
  ]
}

function ssh(values: Values, note: Note): File[] {
  const key = sshKey(values, 'dana@dana-thinkpad')
  note('ssh_key', '.ssh/id_ed25519', key.secret)
  return [
    { path: '.ssh/id_ed25519', content: key.file, mode: 0o600 },
    { path: '.ssh/id_ed25519.pub', content: key.publicLine, mode: 0o644 },
    { path: '.ssh/config', content: 'Host prod\n  HostName 10.20.0.7\n  User deploy\n', mode: 0o600 },
  ]
}
