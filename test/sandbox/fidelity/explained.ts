import type { TraceEvent } from '@clawback/model'
import { languages } from './languages.js'
import type { Language } from './languages.js'

/**
 * Whether a record of a program that does nothing has a plain reason: the run begins and ends, its interpreter is
 * started, reads the program and ends well, and what interpreters open by themselves is counted by place.
 */
export function isExplained(event: TraceEvent, language: Language): boolean {
  switch (event.kind) {
    case 'run.phase':
      return true
    case 'process.exec':
      return event['process.command_line'] === `${languages[language]} /skill/run.${language}`
    case 'process.exit':
      return event['process.exit.code'] === 0
    case 'file.read':
      return event['file.operation'] === 'platform' || event['file.path'] === `/skill/run.${language}`
    default:
      return false
  }
}
