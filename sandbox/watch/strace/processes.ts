/** One program image: a process between two execs. */
export interface Image {
  /** Ordinal of the process in the run and ordinal of the exec in the process: stable where pids are not. */
  readonly execId: string
  readonly parentExecId?: string
  readonly pid: number
  readonly parentPid?: number
  readonly path: string
  readonly args: readonly string[]
}

/** A process of the run. Its threads share it. */
export interface Process {
  readonly ordinal: number
  readonly pid: number
  readonly parent?: Process
  /** Exec of the parent that made this process. */
  readonly parentExecId?: string
  execs: number
  image: Image
  cwd: string
  /** Descriptors that hold a memory file, for exec from memory. */
  readonly memoryFiles: Set<number>
  /** Descriptors that are an end of a pipe, by the pipe's name. */
  readonly pipes: Map<number, string>
}

/** Which process a thread id belongs to right now. Ids are reused: an ended id is forgotten. */
export interface ProcessTable {
  find(tid: number): Process | undefined
  /** The first process of the sample. */
  start(tid: number, path: string, args: readonly string[], cwd: string): Process
  fork(parent: Process, tid: number, isThread: boolean): Process
  exec(process: Process, tid: number, path: string, args: readonly string[]): Image
  /** Forgets the id. The process when it was its last or leading thread. */
  end(tid: number): Process | undefined
  readonly alive: ReadonlyMap<number, Process>
}

export function createProcessTable(): ProcessTable {
  const threads = new Map<number, Process>()
  let count = 0

  const add = (pid: number, image: Omit<Image, 'execId' | 'pid'>, cwd: string, parent?: Process): Process => {
    count += 1
    const execId = `${count}.0`
    const process: Process = {
      ordinal: count,
      pid,
      ...(parent === undefined ? {} : { parent, parentExecId: parent.image.execId }),
      execs: 0,
      image: { ...image, execId, pid },
      cwd,
      memoryFiles: new Set(parent?.memoryFiles),
      pipes: new Map(parent?.pipes),
    }
    threads.set(pid, process)
    return process
  }

  const exec = (process: Process, tid: number, path: string, args: readonly string[]): Image => {
    process.execs += 1
    const parentExecId = process.parentExecId
    process.image = {
      execId: `${process.ordinal}.${process.execs}`,
      ...(parentExecId === undefined ? {} : { parentExecId }),
      pid: process.pid,
      ...(process.parent === undefined ? {} : { parentPid: process.parent.pid }),
      path,
      args,
    }
    // An exec ends every other thread, and the caller takes the leader's id.
    for (const [id, owner] of threads) if (owner === process && id !== process.pid) threads.delete(id)
    if (tid !== process.pid) threads.delete(tid)
    threads.set(process.pid, process)
    process.memoryFiles.clear()
    return process.image
  }

  return {
    alive: threads,
    find: (tid) => threads.get(tid),
    start(tid, path, args, cwd) {
      const process = add(tid, { path, args }, cwd)
      exec(process, tid, path, args)
      return process
    },
    fork(parent, tid, isThread) {
      if (isThread) {
        threads.set(tid, parent)
        return parent
      }
      const { path, args, execId } = parent.image
      return add(tid, { path, args, parentExecId: execId, parentPid: parent.pid }, parent.cwd, parent)
    },
    exec,
    end(tid) {
      const process = threads.get(tid)
      threads.delete(tid)
      if (process === undefined) return undefined
      return tid === process.pid ? process : undefined
    },
  }
}
