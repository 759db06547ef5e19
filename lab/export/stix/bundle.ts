import { createHash } from 'node:crypto'
import type { Examined } from '../examined.js'
import { objectId } from './ids.js'
import { objectsOf } from './objects.js'
import type { StixObject } from './object.js'
import { producer } from './shared.js'

/**
 * A STIX 2.1 bundle (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html), one object a line and each once.
 * It holds no time of the export and no id by lot, so one store gives the same bytes each time. What is held meanwhile
 * are the ids.
 */
export async function* renderStix(all: AsyncIterable<Examined>, version: string): AsyncGenerator<string> {
  const written = new Set<string>()
  const content = createHash('sha256')
  const line = (object: StixObject): string => {
    if (written.has(object.id)) return ''
    const text = JSON.stringify(object)
    content.update(text)
    const separator = written.size === 0 ? '' : ',\n'
    written.add(object.id)
    return separator + text
  }
  yield `{"type":"bundle","objects":[\n${line(producer)}`
  for await (const one of all) yield objectsOf(one, version).map(line).join('')
  yield `\n],"id":"${objectId('bundle', content.digest('hex'))}"}\n`
}
