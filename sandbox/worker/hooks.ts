/**
 * Hooks inside the interpreters. They report which environment variables are read by asking the kernel for a file
 * that does not exist, below a folder whose name is random in every run: the trace sees it in order and with its
 * process, and no descriptor has to be handed in. A sample can forge or silence them: trust 1. Reads that a standard
 * library makes for itself (a child's environment is copied, proxies are looked for) are not the sample's.
 */
export function pythonHook(folder: string): string {
  return `def _install():
    import os, sys
    seen = set()
    frame_of = sys._getframe
    passing = ('/os.py', '/_collections_abc.py', '<frozen os>', '<frozen _collections_abc>')
    def for_itself():
        frame = frame_of(3)
        while frame is not None and frame.f_code.co_filename.endswith(passing):
            frame = frame.f_back
        return frame is not None and frame.f_code.co_filename.endswith('/urllib/request.py')
    folder = ${JSON.stringify(`${folder}/env/`)}
    opener, closer = os.open, os.close
    def report(name):
        if name in seen or not isinstance(name, str) or for_itself():
            return
        seen.add(name)
        try:
            closer(opener(folder + name.encode('utf-8', 'replace')[:64].hex(), 0))
        except (OSError, ValueError):
            pass
    kind = type(os.environ)
    get, contains, iterate = kind.__getitem__, kind.__contains__, kind.__iter__
    def __getitem__(self, key):
        report(key)
        return get(self, key)
    def __contains__(self, key):
        report(key)
        return contains(self, key)
    def __iter__(self):
        report('*')
        return iterate(self)
    kind.__getitem__, kind.__contains__, kind.__iter__ = __getitem__, __contains__, __iter__
_install()
del _install
`
}

export function nodeHook(folder: string): string {
  return `'use strict'
{
  const { closeSync, openSync } = require('node:fs')
  const folder = ${JSON.stringify(`${folder}/env/`)}
  const seen = new Set()
  // What the interpreter and its preloads ask for by themselves.
  const own = /^(?:NODE_|npm_|UV_|FORCE_COLOR$|NO_COLOR$|TERM$|COLORTERM$|CI$|TMUX$|WATCH_)/
  const forItself = () => {
    const { stackTraceLimit, prepareStackTrace } = Error
    Error.stackTraceLimit = 5
    Error.prepareStackTrace = undefined
    const { stack } = new Error()
    Error.stackTraceLimit = stackTraceLimit
    Error.prepareStackTrace = prepareStackTrace
    return /node:(?:child_process|internal\\/(?:deps|worker|child_process))\\b/.test(stack.split('\\n')[4])
  }
  const report = (name) => {
    if (typeof name !== 'string' || seen.has(name) || own.test(name) || forItself()) return
    seen.add(name)
    try {
      closeSync(openSync(folder + Buffer.from(name.slice(0, 64)).toString('hex')))
    } catch {}
  }
  process.env = new Proxy(process.env, {
    get: (target, name) => (report(name), target[name]),
    has: (target, name) => (report(name), name in target),
    ownKeys: (target) => (report('*'), Reflect.ownKeys(target)),
    getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(target, name),
  })
}
`
}
