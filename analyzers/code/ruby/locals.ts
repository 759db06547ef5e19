/** Names of a class that a bare word may stand for. */
export interface ClassNames {
  readonly methods: ReadonlySet<string>
  /** Those that are read and written from outside: `attr_accessor`. */
  readonly attributes: ReadonlySet<string>
}

/** What the names mean where the lowering stands: a bare word that is no variable is a call. */
export interface Locals {
  readonly has: (name: string) => boolean
  /** Notes an assignment; false when the name is that of a variable around the block it stands in. */
  readonly declare: (name: string) => boolean
  /** Names of the class around. */
  readonly own: () => ClassNames
  /** The lowering stands in a class and in no method of it. */
  readonly ofClass: () => boolean
  readonly inMethod: <Made>(names: readonly string[], make: () => Made) => Made
  readonly inBlock: <Made>(names: readonly string[], make: () => Made) => Made
  readonly inClass: <Made>(own: ClassNames, make: () => Made) => Made
}

const none: ClassNames = { methods: new Set(), attributes: new Set() }

export function openLocals(): Locals {
  let frames: Set<string>[] = [new Set()]
  let own = none
  let ofClass = false

  function inBlock<Made>(names: readonly string[], make: () => Made): Made {
    const around = frames
    frames = [...around, new Set(names)]
    try {
      return make()
    } finally {
      frames = around
    }
  }

  function inMethod<Made>(names: readonly string[], make: () => Made): Made {
    const [around, outside] = [frames, ofClass]
    frames = []
    ofClass = false
    try {
      return inBlock(names, make)
    } finally {
      frames = around
      ofClass = outside
    }
  }

  return {
    has: (name) => frames.some((frame) => frame.has(name)),
    declare(name) {
      const innermost = frames.at(-1)
      if (innermost?.has(name) === true) return true
      if (frames.some((frame) => frame.has(name))) return false
      innermost?.add(name)
      return true
    },
    own: () => own,
    ofClass: () => ofClass,
    inMethod,
    inBlock,
    inClass(inner, make) {
      const around = own
      own = inner
      try {
        return inMethod([], () => {
          ofClass = true
          return make()
        })
      } finally {
        own = around
      }
    },
  }
}
