import { execFileSync } from 'node:child_process'

/** Compiles without running anything: the code object as `marshal` writes it. */
const compileOnly =
  'import marshal, sys; sys.stdout.buffer.write(marshal.dumps(compile(sys.stdin.read(), "run.py", "exec")))'
const magicOnly = 'import importlib.util, sys; sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER)'

export function marshalled(code: string): Uint8Array {
  return execFileSync('python3', ['-I', '-c', compileOnly], { input: code })
}

/** A compiled module as PEP 552 lays it out: magic number, flags, time, size, code object. */
export function compiled(code: string): Uint8Array {
  const magic = execFileSync('python3', ['-I', '-c', magicOnly])
  return Buffer.concat([magic, Buffer.alloc(12), marshalled(code)])
}
