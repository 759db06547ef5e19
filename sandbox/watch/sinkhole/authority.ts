import { isIP } from 'node:net'
import { webcrypto } from 'node:crypto'
import type * as X509Module from '@peculiar/x509'
import type { Authority } from '../../ports.js'
import { provideReflection } from './reflection.js'

type X509 = typeof X509Module

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000
/** Certificates kept. */
const keptLeaves = 1024

/**
 * A certificate authority for the runs of one worker (RFC 5280): its key lives in this process only and is never
 * written. All leaves share one key.
 */
export async function createAuthority(now: () => number = Date.now): Promise<Authority> {
  const x509 = await loadX509()
  const start = now()
  const rootKeys = await keyPair()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'C=US, O=Global Root Services, CN=Global Root R4',
    notBefore: new Date(start - 400 * day),
    notAfter: new Date(start + 3650 * day),
    signingAlgorithm: algorithm,
    keys: rootKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  })
  const keys = await keyPair()
  const key = pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const leaves = new Map<string, Promise<string>>()

  async function mint(name: string): Promise<string> {
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: `CN=${isIP(name) || name.length > 64 ? 'server' : name.replace(/[^a-z0-9.-]/g, '-')}`,
      issuer: root.subject,
      notBefore: new Date(start - 30 * day),
      notAfter: new Date(start + 335 * day),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      extensions: [
        new x509.SubjectAlternativeNameExtension([{ type: isIP(name) ? 'ip' : 'dns', value: name }]),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        await x509.AuthorityKeyIdentifierExtension.create(root),
      ],
    })
    return leaf.toString('pem')
  }

  return {
    pem: root.toString('pem'),
    async leaf(name) {
      const known = leaves.get(name) ?? mint(name)
      leaves.set(name, known)
      // A run that asks for thousands of names must not keep those after it from being remembered.
      for (const oldest of leaves.keys()) {
        if (leaves.size <= keptLeaves) break
        leaves.delete(oldest)
      }
      return { key, cert: await known }
    },
  }
}

async function loadX509(): Promise<X509> {
  provideReflection()
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0])
  return x509
}

async function keyPair(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(12))
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f)
  return Buffer.from(bytes).toString('hex')
}

function pem(label: string, bytes: ArrayBuffer): string {
  const lines = Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}
