import type { EventRecord, ProcessNode } from '@clawback/model'

/** The program images of a trace, each with its parent, from its process.exec events. */
export function processTree(events: readonly EventRecord[]): readonly ProcessNode[] {
  return events
    .filter((event) => event.kind === 'process.exec')
    .map((event) => ({
      id: event['run.exec_id'] ?? event.id,
      parent: event['run.parent_exec_id'] ?? '',
      run: event['subject.run'] ?? '',
      command: event['process.command_line'] ?? event['process.executable.path'] ?? '?',
    }))
}
