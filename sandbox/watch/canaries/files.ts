import { agents } from './agents.js'
import { browsers } from './browsers.js'
import { rsaKey } from './rsa-key.js'
import { makeValue, sshKey } from './values.js'
import type { Values } from './values.js'
import { wallets } from './wallets.js'
import type { File, Write } from './write.js'

/** Notes a planted value of a kind at a path and gives it back. */
type Note = (kind: string, path: string, value: string) => string

/** The files of a lived-in home, with planted values in the places thieves look. */
export function layFiles(values: Values, note: Note): readonly File[] {
  const file: Write = (path, write, mode = 0o600) => ({
    path,
    content: write((kind) => note(kind, path, makeValue[kind](values))),
    mode,
  })
  return [
    ...[cloud, development, personal, browsers, wallets, agents].flatMap((lay) => lay(file)),
    ...ssh(values, note),
  ]
}

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
  return [
    file('.local/share/clipman.json', (secret) => JSON.stringify(['npm run build', secret('password')])),
    file(
      '.local/share/gpaste/history.xml',
      (secret) =>
        `<?xml version="1.0" encoding="UTF-8"?>\n<history version="1.0">\n<item kind="Text"><value><![CDATA[${secret('github_token')}]]></value></item>\n</history>\n`,
    ),
    file(
      'Documents/notes.txt',
      (secret) => `Router admin: ${secret('password')}\nRenew passport in May\n`,
      0o644,
    ),
  ]
}

function ssh(values: Values, note: Note): File[] {
  const key = sshKey(values, 'dana@dana-thinkpad')
  note('ssh_key', '.ssh/id_ed25519', key.secret)
  // Thieves ask for this name first, and one who finds nothing shows nothing.
  const older = rsaKey(values)
  note('ssh_key', '.ssh/id_rsa', older.secret)
  return [
    { path: '.ssh/id_ed25519', content: key.file, mode: 0o600 },
    { path: '.ssh/id_ed25519.pub', content: key.publicLine, mode: 0o644 },
    { path: '.ssh/id_rsa', content: older.file, mode: 0o600 },
    { path: '.ssh/config', content: 'Host prod\n  HostName 10.20.0.7\n  User deploy\n', mode: 0o600 },
  ]
}
