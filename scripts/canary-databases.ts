/**
 * Writes sandbox/watch/canaries/databases.ts, the SQLite files of browsers and wallets that are planted in every run:
 *
 *     npx tsx scripts/canary-databases.ts
 *
 * Each holds a placeholder of fixed length where a run puts its own value. Needs doing again only when a schema changes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { format, resolveConfig } from 'prettier'
import sqlite3 from 'sqlite3'

const placeholder = 'x'.repeat(64)
const blob = (prefix: string): string => `X'${Buffer.from(prefix + placeholder).toString('hex')}'`

/** Times of Chromium are microseconds since 1601. */
const chromium = 13_354_000_000_000_000
const meta = `CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
  INSERT INTO meta VALUES ('mmap_status','-1'),('version','21'),('last_compatible_version','21');`

const databases = {
  chromiumCookies: `${meta}
    CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL,
      name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL,
      expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL,
      last_access_utc INTEGER NOT NULL, has_expires INTEGER NOT NULL, is_persistent INTEGER NOT NULL,
      priority INTEGER NOT NULL, samesite INTEGER NOT NULL, source_scheme INTEGER NOT NULL,
      source_port INTEGER NOT NULL, last_update_utc INTEGER NOT NULL);
    CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, name, path);
    INSERT INTO cookies VALUES (${chromium}, '.github.com', '', 'user_session', '', ${blob('v11')}, '/',
      ${chromium + 31_536_000_000_000}, 1, 1, ${chromium}, 1, 1, 1, 1, 2, 443, ${chromium});`,
  chromiumLogins: `${meta}
    CREATE TABLE logins(origin_url VARCHAR NOT NULL, action_url VARCHAR, username_element VARCHAR,
      username_value VARCHAR, password_element VARCHAR, password_value BLOB, submit_element VARCHAR,
      signon_realm VARCHAR NOT NULL, date_created INTEGER NOT NULL, blacklisted_by_user INTEGER NOT NULL,
      scheme INTEGER NOT NULL, password_type INTEGER, times_used INTEGER, form_data BLOB, display_name VARCHAR,
      icon_url VARCHAR, federation_url VARCHAR, skip_zero_click INTEGER, generation_upload_status INTEGER,
      possible_username_pairs BLOB, id INTEGER PRIMARY KEY AUTOINCREMENT, date_last_used INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX logins_signon ON logins(signon_realm);
    INSERT INTO logins VALUES ('https://bank.internal/login', 'https://bank.internal/session', 'user', 'dana', 'password',
      ${blob('v11')}, '', 'https://bank.internal/', ${chromium}, 0, 0, 0, 12, NULL, '', '', '', 0, 0, NULL, 1, ${chromium});`,
  firefoxCookies: `PRAGMA user_version = 14;
    CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT, value TEXT,
      host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER, isSecure INTEGER,
      isHttpOnly INTEGER, inBrowserElement INTEGER DEFAULT 0, sameSite INTEGER DEFAULT 0, rawSameSite INTEGER DEFAULT 0,
      schemeMap INTEGER DEFAULT 0, CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes));
    INSERT INTO moz_cookies VALUES (1, '', 'session', '${placeholder}', '.mail.internal', '/', 1893456000,
      1714521600000000, 1710000000000000, 1, 1, 0, 0, 0, 2);`,
  bitcoinWallet: `PRAGMA application_id = -104942375; PRAGMA user_version = 0;
    CREATE TABLE main(key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL);
    INSERT INTO main VALUES (X'${Buffer.from('\x07version').toString('hex')}', X'ac4a0300'),
      (X'${Buffer.from('\x13walletdescriptorkey').toString('hex')}', ${blob('')});`,
} as const

const folder = mkdtempSync(join(tmpdir(), 'databases-'))
const made = await Promise.all(
  Object.entries(databases).map(async ([name, sql]) => [name, await make(name, sql)]),
)
rmSync(folder, { recursive: true })
const target = new URL('../sandbox/watch/canaries/databases.ts', import.meta.url)
const text = `/**
 * SQLite files as browsers and wallets keep them, deflated, in base64; 64 times \`x\` stands for the planted value.
 * Made by scripts/canary-databases.ts.
 */
export const databases = ${JSON.stringify(Object.fromEntries(made))} as const`
writeFileSync(target, await format(text, { ...(await resolveConfig(target)), parser: 'typescript' }))

async function make(name: string, sql: string): Promise<string> {
  const path = join(folder, name)
  await new Promise<void>((resolve, reject) => {
    const database = new sqlite3.Database(path)
    database.exec(`PRAGMA page_size = 4096; ${sql}`, (error) => {
      database.close()
      if (error === null) resolve()
      else reject(error)
    })
  })
  const bytes = readFileSync(path)
  if (bytes.indexOf(placeholder) < 0) throw new Error(`${name} does not hold its placeholder in one piece`)
  return deflateRawSync(bytes, { level: 9 }).toString('base64')
}
