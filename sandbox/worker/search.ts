import type { Kind } from '@clawback/model'
import type { ObservedFields, Plant } from '../ports.js'
import { createLeakWatch } from '../watch/canaries/leak-watch.js'
import type { FoundIn } from '../watch/files/observe.js'
import type { Journal } from './journal.js'

/** Looks for planted values where the network does not pass: in what was printed, and in files left behind. */
export interface Search {
  readonly output: (printed: { readonly stdout: string; readonly stderr: string }) => void
  readonly file: (bytes: Buffer, found: FoundIn) => void
}

/** No form of a planted value is shorter. */
const least = 11

export function searchFor(plant: Plant, journal: Journal): Search {
  let about: FoundIn | undefined
  const watch = createLeakWatch(plant.canaries, (kind, fields, { because }) => {
    // Where a value was planted it is at home, even when the file around it has changed.
    if (about !== undefined && fields['canary.source'] === about.home) return
    // Arguments of tools are given to be printed and kept; what counts is where they are sent.
    if (fields['canary.kind'] === 'tool_argument') return
    tell(kind, { ...fields, ...about?.fields }, because)
  })

  function tell(kind: Kind, fields: ObservedFields, because: string | undefined): void {
    journal.recorder.emit({
      kind,
      at: journal.now(),
      engine: 'snapshot',
      channel: 'file',
      trust: 3,
      fields,
      ...(because === undefined ? {} : { because }),
    })
  }

  const see = (channel: 'stdout' | 'stderr' | 'file', bytes: Buffer, because: string): void => {
    if (bytes.length >= least) watch.see({ channel, bytes, because })
  }

  return {
    output({ stdout, stderr }) {
      // A script's reader is an agent: what it prints goes on to a model.
      see('stdout', Buffer.from(stdout), 'printed')
      see('stderr', Buffer.from(stderr), 'printed')
      watch.settle()
    },
    file(bytes, found) {
      about = found
      see('file', bytes, found.because)
      about = undefined
    },
  }
}
