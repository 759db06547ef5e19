import { readFileSync, readdirSync } from 'node:fs'

/**
 * What the interpreters of a cell do about packages that nobody has. A plain run reports their names, by the same way
 * as the other hooks; with stand-ins (variant `stubs`) a module that a sample's own file asks for becomes an object
 * that answers every attribute, call and loop with something plausible and reports what is called, servers of MCP can
 * be listed and called, and what comes after the imports is seen. Trust 1; a stand-in proves nothing about the package.
 */
export interface StandIns {
  /** Appended to the interpreter's own start-up file. */
  readonly start: string
  /** Files laid beside it, in a folder named {@link standInFolder}. */
  readonly files: Readonly<Record<string, string>>
}

/** Name of the folder of stand-ins, below the folder of the interpreter's start-up file. */
export const standInFolder = 'stand-ins'

/** For Python; `place` is the folder in the cell that the files come to lie in, `folder` where hooks report. */
export function pythonStandIns(folder: string, place: string, stubs: boolean): StandIns {
  return {
    start: `def _stand_in():
    import os
    folder, place = ${JSON.stringify(folder)}, ${JSON.stringify(`${place}/`)}
    opener, closer = os.open, os.close
    seen, loaded = set(), set()
    def report(topic, name):
        if (topic, name) in seen or len(seen) > 256:
            return
        seen.add((topic, name))
        try:
            closer(opener('%s/%s/%s' % (folder, topic, name.encode('utf-8', 'replace')[:96].hex()), 0))
        except (OSError, ValueError):
            pass
    def load(name):
        if name not in loaded:
            loaded.add(name)
            with open(place + name) as source:
                exec(compile(source.read(), place + name, 'exec'), space)
    space = {'report': report, 'load': load, '__name__': 'site_packages'}
    load('asked.py')
    ${stubs ? "load('finder.py')" : "__import__('sys').meta_path.append(space['MissingWatch']())"}
_stand_in()
del _stand_in
`,
    files: readStandIns(/\.py$/),
  }
}

/** For Node, of either module system. */
export function nodeStandIns(folder: string, stubs: boolean): StandIns {
  return {
    start: `
{
  const { closeSync, openSync } = require('node:fs')
  const seen = new Set()
  const report = (topic) => (name) => {
    const key = topic + '/' + Buffer.from(name).subarray(0, 96).toString('hex')
    if (seen.has(key) || seen.size > 256) return
    seen.add(key)
    try {
      closeSync(openSync(${JSON.stringify(`${folder}/`)} + key))
    } catch {}
  }
  ${
    stubs
      ? `require('./${standInFolder}/finder.cjs')(report('stub'))`
      : `require('./${standInFolder}/missing.cjs')(report('missing'))`
  }
}
`,
    files: readStandIns(/\.[cm]js$/),
  }
}

/** The files lie beside the sources; built code finds them where the sources lie. */
const sources = new URL('stand-ins/', import.meta.url.replace(/\/dist\/(?=worker\/[^/]*$)/, '/'))

function readStandIns(pattern: RegExp): Readonly<Record<string, string>> {
  const names = readdirSync(sources).filter((name) => pattern.test(name))
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, sources), 'utf8')]))
}
