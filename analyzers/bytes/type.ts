/** First bytes that name a type: offset, hex, media type. The first that fits wins. */
const magic: readonly (readonly [offset: number, hex: string, type: string])[] = [
  [0, '7f454c46', 'application/x-elf'],
  [0, '4d5a', 'application/x-dosexec'],
  [0, 'feedface', 'application/x-mach-binary'],
  [0, 'feedfacf', 'application/x-mach-binary'],
  [0, 'cefaedfe', 'application/x-mach-binary'],
  [0, 'cffaedfe', 'application/x-mach-binary'],
  [0, '0061736d', 'application/wasm'],
  [0, 'cafebabe', 'application/java-vm'],
  [0, '504b0304', 'application/zip'],
  [0, '504b0506', 'application/zip'],
  [0, '1f8b', 'application/gzip'],
  [0, '425a68', 'application/x-bzip2'],
  [0, 'fd377a585a00', 'application/x-xz'],
  [0, '28b52ffd', 'application/zstd'],
  [0, '377abcaf271c', 'application/x-7z-compressed'],
  [0, '526172211a07', 'application/vnd.rar'],
  [257, '7573746172', 'application/x-tar'],
  [0, '255044462d', 'application/pdf'],
  [0, 'd0cf11e0a1b11ae1', 'application/x-ole-storage'],
  [0, '53514c69746520666f726d6174203300', 'application/vnd.sqlite3'],
  [0, '89504e470d0a1a0a', 'image/png'],
  [0, 'ffd8ff', 'image/jpeg'],
  [0, '47494638', 'image/gif'],
  [8, '57454250', 'image/webp'],
  [4, '66747970', 'video/mp4'],
  [0, '774f4632', 'font/woff2'],
  [0, '774f4646', 'font/woff'],
  [0, '0001000000', 'font/ttf'],
  [0, '00000100', 'image/x-icon'],
]

/** Bytes from the start in which every one of these lies. */
const longestMagic = Math.max(...magic.map(([offset, hex]) => offset + hex.length / 2))

/**
 * Media type of a file by its content; `text/plain` for readable text, `application/octet-stream` for other bytes.
 * Python bytecode is known by the carriage return and line feed behind its version number.
 */
export function typeOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'inode/x-empty'
  const head = hexAt(bytes, 0, longestMagic)
  for (const [offset, hex, type] of magic) if (head.startsWith(hex, 2 * offset)) return type
  if (hexAt(bytes, 2, 2) === '0d0a' && (bytes[1] ?? 0) < 0x20 && isBinary(bytes))
    return 'application/x-python-bytecode'
  if (isBinary(bytes)) return 'application/octet-stream'
  const text = Buffer.from(bytes.subarray(0, 256)).toString('utf8').trimStart()
  if (text.startsWith('#!')) return 'text/x-script'
  if (/^<(?:!doctype html|html|svg|\?xml)/i.test(text))
    return text.includes('svg') ? 'image/svg+xml' : 'text/html'
  return 'text/plain'
}

function hexAt(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.subarray(offset, offset + length)).toString('hex')
}

/** Whether bytes are something else than text: a NUL, or many control characters, near the start. */
export function isBinary(bytes: Uint8Array): boolean {
  if (textEncoding(bytes) !== 'utf-8') return false
  const head = bytes.subarray(0, 8192)
  let controls = 0
  for (const byte of head) {
    if (byte === 0) return true
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) controls++
  }
  return controls > head.length / 20
}

/** UTF-16 by its mark, else UTF-8. */
function textEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** Bytes as text; what is no text of its encoding becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(textEncoding(bytes)).decode(bytes)
}

/** Shannon entropy in bits per byte, 0 to 8. */
export function byteEntropy(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  let bits = 0
  for (const count of counts) if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length)
  return Math.round(bits * 1000) / 1000
}
