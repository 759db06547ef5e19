/** What a packed file is by its first bytes. `unsupported` is an archive that nothing here can open. */
export type Packing = 'zip' | 'tar' | 'gzip' | 'unsupported'

const unsupported: readonly (readonly [string, string])[] = [
  ['7z', '377abcaf271c'],
  ['rar', '526172211a07'],
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['bzip2', '425a68'],
  ['cab', '4d534346'],
]

/** Bytes of a file's head that {@link packingOf} wants to see. */
export const headBytes = 512

/** The packing of a file by its content; undefined when it is none. */
export function packingOf(head: Uint8Array): Packing | undefined {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506') || hex.startsWith('504b0708')) return 'zip'
  if (hex.startsWith('1f8b08')) return 'gzip'
  if (isTar(head)) return 'tar'
  return unsupportedName(head) === undefined ? undefined : 'unsupported'
}

/** The name of a packing that cannot be opened. */
export function unsupportedName(head: Uint8Array): string | undefined {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  return unsupported.find(([, magic]) => hex.startsWith(magic))?.[0]
}

/** The header checksum of POSIX.1 tar: the sum of all 512 bytes with the checksum field read as blanks. */
function isTar(head: Uint8Array): boolean {
  if (head.length < 512) return false
  const field = Buffer.from(head.subarray(148, 156)).toString('latin1').replaceAll('\0', ' ').trim()
  if (!/^[0-7]+$/.test(field)) return false
  let sum = 8 * 32
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += head[at] ?? 0
  return sum === parseInt(field, 8)
}

/** Pictures, sound, video and fonts: no engine reads instructions or code from them. */
const media: readonly string[] = [
  '89504e470d0a1a0a',
  'ffd8ff',
  '47494638',
  '52494646',
  '4f676753',
  '494433',
  '774f4646',
  '774f4632',
  '0001000000',
  '4f54544f',
  '00000100',
  '424d',
]

/** Whether missing this file can hide code or instructions: everything but media by content. */
export function isMaterial(head: Uint8Array): boolean {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  const box = Buffer.from(head.subarray(4, 8)).toString('latin1')
  return !media.some((magic) => hex.startsWith(magic)) && box !== 'ftyp'
}
