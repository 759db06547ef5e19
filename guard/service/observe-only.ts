import { ClawbackError } from '@clawback/model'
import type { OpenResponder } from '../ports.js'

/** A responder that alerts and does nothing else: what a guard without a response room has. */
export const observeOnly: OpenResponder = () =>
  Promise.resolve({
    consider: () => Promise.resolve(),
    standing: () => undefined,
    stop: () => Promise.resolve(),
    desk: {
      approvals: () => Promise.resolve([]),
      intents: () => Promise.resolve([]),
      decide: (approval) => Promise.reject(nothing(approval)),
      restore: (subject) => Promise.reject(nothing(subject)),
    },
  })

function nothing(name: string): ClawbackError {
  return new ClawbackError('GUARD_REFUSED', {
    detail: `this guard only observes; it knows nothing of ${name}`,
    mend: 'Configure response: in guard.yaml.',
  })
}
