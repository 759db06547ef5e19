import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** Where reading a file left off. */
export interface Mark {
  readonly inode: number
  readonly offset: number
}

export interface TailOptions {
  readonly path: string
  readonly mark: Mark | undefined
  /** Takes whole lines over; resolves when they are durable. The mark moves only then: at least once, never lost. */
  readonly take: (text: string, mark: Mark) => Promise<void>
  readonly fault: (error: unknown) => void
  /** Milliseconds between looks. Default 200. */
  readonly everyMs?: number
}

const chunk = 1024 * 1024
/** A line longer than this is handed over in pieces, and becomes gaps. */
const longestLine = 1024 * 1024

/** Follows a file from a mark, through rotation (another inode) and truncation. A file that is not there yet is awaited. */
export function followFile({ path, mark, take, fault, everyMs = 200 }: TailOptions): {
  stop(): Promise<void>
} {
  let at = mark
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()

  let file: { readonly handle: FileHandle; readonly inode: number } | undefined

  const look = async (): Promise<void> => {
    if (file !== undefined) await drain(file.handle)
    const found = await stat(path).catch(() => undefined)
    if (found === undefined) return
    if (file?.inode !== found.ino) {
      // Rotated: what the old file still got is read before the new one is turned to.
      if (file !== undefined) {
        await drain(file.handle)
        await file.handle.close()
      }
      file = { handle: await open(path), inode: found.ino }
    }
    if (at?.inode !== found.ino || found.size < at.offset) at = { inode: found.ino, offset: 0 }
    await drain(file.handle)
  }

  const drain = async (handle: FileHandle): Promise<void> => {
    while (!stopped && (await step(handle)));
  }

  /** Hands over what whole lines the next chunk has; false when there are none. */
  const step = async (handle: FileHandle): Promise<boolean> => {
    if (at === undefined) return false
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunk), 0, chunk, at.offset)
    if (bytesRead === 0) return false
    const end = buffer.lastIndexOf(0x0a, bytesRead - 1) + 1
    const whole = end > 0 ? end : bytesRead >= longestLine ? bytesRead : 0
    if (whole === 0) return false
    const next: Mark = { inode: at.inode, offset: at.offset + whole }
    await take(buffer.toString('utf8', 0, whole), next)
    at = next
    return bytesRead === chunk
  }

  const again = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      looking = look().catch(fault).finally(again)
    }, everyMs)
    timer.unref()
  }
  looking = look().catch(fault).finally(again)

  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await looking
      await file?.handle.close()
    },
  }
}
