import { crc32, deflateRawSync } from 'node:zlib'

/** One member as a test wants it, however odd. */
export interface ZipMember {
  readonly path: string | Buffer
  readonly content?: string | Uint8Array
  /** Unix mode with type bits; a plain 0644 file when absent. */
  readonly mode?: number
  /** Name in the local header, when it shall differ. */
  readonly localPath?: string
  readonly encrypted?: boolean
  readonly method?: 0 | 8 | 99
}

/** Bytes of a zip file (APPNOTE.TXT 4.3) with exactly these members, valid or not. */
export function zip(members: readonly ZipMember[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const content = Buffer.from(member.content ?? '')
    const method = member.method ?? 8
    const packed = method === 8 ? deflateRawSync(content) : content
    const name = Buffer.from(member.path)
    const localName = Buffer.from(member.localPath ?? member.path)
    const flags = 0x800 | (member.encrypted === true ? 1 : 0)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(localName.length, 22)
    const head = Buffer.concat([Buffer.from('504b0304', 'hex'), common, localName])
    local.push(head, packed)
    central.push(directoryEntry(common, name, member.mode ?? 0o100644, offset))
    offset += head.length + packed.length
  }
  return Buffer.concat([...local, ...central, ending(members.length, central, offset)])
}

function directoryEntry(common: Buffer, name: Buffer, mode: number, offset: number): Buffer {
  const entry = Buffer.alloc(46)
  entry.write('504b0102', 0, 'hex')
  entry.writeUInt16LE((3 << 8) | 20, 4)
  common.copy(entry, 6)
  entry.writeUInt16LE(name.length, 28)
  entry.writeUInt32LE((mode << 16) >>> 0, 38)
  entry.writeUInt32LE(offset, 42)
  return Buffer.concat([entry, name])
}

function ending(count: number, central: readonly Buffer[], offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('504b0506', 0, 'hex')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(
    central.reduce((sum, entry) => sum + entry.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return end
}
