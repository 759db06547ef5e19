import { inflateRawSync } from 'node:zlib'
import { databases } from './databases.js'
import type { File, Write } from './write.js'

/** Profiles of Firefox and Chromium: cookies, saved logins, and the key they are locked with. */
export function browsers(file: Write): File[] {
  const firefox = '.mozilla/firefox/x7f2kq1p.default-release'
  const chromium = '.config/google-chrome'
  return [
    file('.mozilla/firefox/profiles.ini', () =>
      [
        '[Profile0]',
        'Name=default-release',
        'IsRelative=1',
        'Path=x7f2kq1p.default-release',
        'Default=1',
        '',
      ].join('\n'),
    ),
    file(`${firefox}/logins.json`, (secret) =>
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
    file(`${firefox}/cookies.sqlite`, (secret) => database('firefoxCookies', secret('cookie'))),
    file(`${chromium}/Local State`, (secret) =>
      JSON.stringify({ os_crypt: { encrypted_key: secret('cookie') }, profile: { last_used: 'Default' } }),
    ),
    file(`${chromium}/Default/Preferences`, () => JSON.stringify({ profile: { name: 'Dana' } })),
    file(`${chromium}/Default/Cookies`, (secret) => database('chromiumCookies', secret('cookie'))),
    file(`${chromium}/Default/Login Data`, (secret) => database('chromiumLogins', secret('cookie'))),
  ]
}

const opened = new Map<string, Buffer>()

/** A database with a value of 64 letters in its place: the same length, so that the file stays whole. */
export function database(name: keyof typeof databases, value: string): Buffer {
  const template = opened.get(name) ?? inflateRawSync(Buffer.from(databases[name], 'base64'))
  opened.set(name, template)
  const bytes = Buffer.from(template)
  bytes.write(value, template.indexOf('x'.repeat(64)), 64, 'latin1')
  return bytes
}
