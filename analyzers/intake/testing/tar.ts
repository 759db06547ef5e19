/** One member as a test wants it, however odd. */
export interface TarMember {
  readonly path: string
  readonly content?: string | Uint8Array
  readonly mode?: number
  /** Type flag of POSIX.1 ustar: 0 file, 1 hard link, 2 symbolic link, 3 and 4 devices, 5 folder, 6 pipe. */
  readonly type?: string
  readonly target?: string
}

/** Bytes of a tar file with exactly these members. */
export function tar(members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap((member) => {
    const content = Buffer.from(member.content ?? '')
    return [header(member, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function header(member: TarMember, size: number): Buffer {
  const block = Buffer.alloc(512)
  const path = Buffer.from(member.path)
  const cut = path.length <= 100 ? -1 : path.lastIndexOf('/', path.length - 2)
  path.subarray(cut + 1).copy(block, 0, 0, 100)
  if (cut > 0) path.subarray(0, cut).copy(block, 345, 0, 155)
  block.write(octal(member.mode ?? 0o644, 7), 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  block.write(octal(size, 11), 124)
  block.write(octal(0, 11), 136)
  block.write('        ', 148)
  block.write(member.type ?? '0', 156)
  block.write(member.target ?? '', 157, 100)
  block.write('ustar\0' + '00', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\0 `, 148)
  return block
}

function octal(value: number, width: number): string {
  return value.toString(8).padStart(width, '0')
}
