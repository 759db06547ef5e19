import { crc32c } from './crc32c.js'
import { database } from './browsers.js'
import type { File, Write } from './write.js'

/** Wallets: keys of several chains, and the vault of a browser extension. */
export function wallets(file: Write): File[] {
  const extension = '.config/google-chrome/Default/Local Extension Settings/nkbihfbeogaeaoehlefnkodbefgpgknn'
  return [
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
    file('.config/solana/id.json', (secret) => `[${secret('key_numbers')}]`),
    file('.bitcoin/wallets/main/wallet.dat', (secret) => database('bitcoinWallet', secret('wallet_key'))),
    file(`${extension}/CURRENT`, () => 'MANIFEST-000001\n'),
    file(`${extension}/000003.log`, (secret) => {
      const vault = JSON.stringify({
        data: secret('cookie'),
        iv: 'J4m0Zp1rFvQ0y7nLx2o9Yw==',
        salt: 'b2l3cTk4dGhn',
      })
      return logRecord('data', JSON.stringify({ KeyringController: { vault }, meta: { version: 119 } }))
    }),
  ]
}

/** One put in a write-ahead log of LevelDB (doc/log_format.md): masked checksum, length, type, then the batch. */
function logRecord(key: string, value: string): Buffer {
  const batch = Buffer.concat([
    Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]),
    sized(key),
    sized(value),
  ])
  const typed = Buffer.concat([Buffer.from([1]), batch])
  const sum = crc32c(typed)
  const head = Buffer.alloc(6)
  head.writeUInt32LE((((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0, 0)
  head.writeUInt16LE(batch.length, 4)
  return Buffer.concat([head, typed])
}

/** Bytes behind their length as a varint. */
function sized(text: string): Buffer {
  const bytes = Buffer.from(text)
  const length: number[] = []
  let rest = bytes.length
  for (; rest > 127; rest >>= 7) length.push((rest & 127) | 128)
  return Buffer.concat([Buffer.from([...length, rest]), bytes])
}
