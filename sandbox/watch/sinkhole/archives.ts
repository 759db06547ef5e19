import { crc32 } from './crc32.js'

/** A file to be packed; `path` is relative. */
export interface Packed {
  readonly path: string
  readonly content: string
}

/** A POSIX ustar archive; the same files give the same bytes. */
export function tarFile(files: readonly Packed[]): Buffer {
  const blocks = files.flatMap(({ path, content }) => {
    const body = Buffer.from(content)
    return [tarHeader(path, body.length), body, Buffer.alloc((512 - (body.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function tarHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(512)
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`
  header.write(path.slice(0, 99), 0)
  header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(499_162_500, 12), 100)
  header.write('        0', 148)
  header.write('ustar\u000000', 257)
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
    148,
  )
  return header
}

/** A ZIP archive of stored files; the same files give the same bytes. */
export function zipFile(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { path, content } of files) {
    const name = Buffer.from(path)
    const body = Buffer.from(content)
    const common = zipCommon(name.length, body)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, name, body])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(0o100644 * 0x10000, 6)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('504b01021403', 'hex'), common, tail, name]))
    parts.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('504b0506', 0, 'hex')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, directory, end])
}

/** The 26 bytes that a local and a central header share: version, flags, method, time, date, crc, sizes, lengths. */
function zipCommon(nameLength: number, body: Buffer): Buffer {
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(0x21, 8)
  common.writeUInt32LE(crc32(body), 10)
  common.writeUInt32LE(body.length, 14)
  common.writeUInt32LE(body.length, 18)
  common.writeUInt16LE(nameLength, 22)
  return common
}
