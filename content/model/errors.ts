/**
 * Every error the product can raise: code -> [exit code, what happened, how to mend it]. `{name}` is filled in.
 * Exit codes: 0 done, 1 findings at or above the threshold, 2 wrong use, 3 bad input, 4 the machine cannot, 5 our fault.
 */
export const errorTable = {
  USAGE: [2, '{detail}', 'See --help.'],
  INPUT_NOT_FOUND: [3, 'There is nothing at {locator}.', 'Check the path, package name or URL.'],
  INPUT_UNSUPPORTED: [
    3,
    '{locator} is not something that can be read: {detail}',
    'Give a folder, an archive, an npm package, a git URL or an MCP client configuration.',
  ],
  INPUT_TOO_LARGE: [
    3,
    '{locator} passes a limit: {detail}',
    'Raise the limit named, or give a smaller input.',
  ],
  INPUT_MALFORMED: [3, '{where}: {detail}', '{mend}'],
  OUTPUT_FAILED: [
    4,
    '{path} could not be written: {detail}',
    'Check that the folder is there, its permissions and the disk.',
  ],
  PORT_REFUSED: [
    4,
    'Nothing can listen on {address}: {detail}',
    'Choose another port with --port, or 0 for a free one.',
  ],
  INTAKE_FETCH: [
    3,
    '{locator} could not be fetched: {detail}',
    'Check the network and the npm or git configuration.',
  ],
  RULE_INVALID: [3, '{where}: {detail}', '{mend}'],
  PACK_INVALID: [3, '{where}: {detail}', 'Rebuild the pack with `clawback pack build`.'],
  PACK_UNTRUSTED: [
    3,
    'The pack is not signed by a trusted key: {detail}',
    'Pass the publisher key with --key, or build and sign the pack yourself.',
  ],
  PACK_EXPIRED: [3, 'The pack expired at {expires}.', 'Get a newer version of the pack.'],
  RECORD_INVALID: [3, '{where}: not a clawback/1 record: {detail}', 'See docs/events.md.'],
  SANDBOX_UNAVAILABLE: [4, 'No sandbox can be opened here: {detail}', '{mend}'],
  SELF_TEST_FAILED: [
    4,
    'The sandbox does not hold here, so nothing is run: {detail}',
    'Run `clawback doctor`; it names each attempt that was not contained.',
  ],
  SANDBOX_ROOT: [
    4,
    'The sandbox must not run samples as root: {detail}',
    'Run as an ordinary user, or let it drop to a dedicated uid.',
  ],
  TOOL_MISSING: [4, '{tool} is not installed.', '{mend}'],
  NODE_TOO_OLD: [4, 'Node {version} is too old.', 'Install Node 20.19 or newer.'],
  DISK_LOW: [
    4,
    'Only {free} MB are free at {path}; {need} MB are needed.',
    'Free some space, or choose another folder.',
  ],
  DISK_BUDGET: [
    4,
    '{path} has reached its budget of {budget} MB; {left} artifacts are still to be looked at.',
    'Give more with --max-store and the same command goes on, or start another store.',
  ],
  STORE_BUSY: [4, 'Another run is writing to {path}.', 'Wait for it to end, or give another folder.'],
  LEDGER_NEWER: [
    3,
    '{path} was written by a newer version (schema {found}, this one knows {known}).',
    'Upgrade clawback.',
  ],
  LEDGER_OLDER: [
    3,
    '{path} was written by an older version (schema {found}, this one needs {known}) and is open for reading only.',
    'Bring it forward by a command that writes to it: clawback bulk families for a corpus store, clawback guard for a ledger.',
  ],
  LEDGER_BROKEN: [
    3,
    '{path} is not an intact ledger: {detail}',
    'Restore it from a copy, or start a new one.',
  ],
  QUEUE_UNREACHABLE: [
    4,
    'The NATS server at {place} does not answer: {detail}',
    'Check the address, that it runs with JetStream (`nats-server --jetstream`), and the network.',
  ],
  QUEUE_REFUSED: [
    4,
    'The NATS server at {place} does not let us: {detail}',
    'Check the credentials file, the certificate authority and the permissions (docs/how-to/bulk-nats.md).',
  ],
  QUEUE_BUSY: [
    4,
    'Another run already hands out jobs as {lab}.',
    'Wait for it to end, or give this one another name with --lab.',
  ],
  WORKER_REFUSED: [
    4,
    'This worker cannot take part in the run: {detail}',
    'Install the same version as where `bulk run` was called, and give both the same packs.',
  ],
  GUARD_UNREACHABLE: [
    4,
    'The guard does not answer at {socket}: {detail}',
    'Start it with `clawback guard serve`.',
  ],
  GUARD_REFUSED: [3, 'The guard refused: {detail}', '{mend}'],
  JUDGE_FAILED: [
    5,
    'The judge could not answer: {detail}',
    'Check the key, the network and the budget; the judge is optional.',
  ],
  MODEL_MISSING: [
    2,
    'There is no model to ask: {detail}',
    'Set ANTHROPIC_API_KEY, or give a recording with --replay.',
  ],
  MODEL_FAILED: [5, 'The model could not answer: {detail}', 'Check the key, the network and the model name.'],
  RECORDING_MISMATCH: [
    3,
    '{where}: the recording does not fit this run: {detail}',
    'Record it again with --record.',
  ],
  INTERNAL: [
    5,
    'Something of ours broke: {detail}',
    'Please report it with the output of `clawback doctor`.',
  ],
} as const

export type ErrorCode = keyof typeof errorTable

/** An error with a code of {@link errorTable}, a mend, and a place where there is one. */
export class ClawbackError extends Error {
  override readonly name = 'ClawbackError'
  readonly code: ErrorCode
  readonly mend: string
  readonly exitCode: number

  constructor(code: ErrorCode, values: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const [exitCode, message, mend] = errorTable[code]
    super(fill(message, values), cause === undefined ? undefined : { cause })
    this.code = code
    this.exitCode = exitCode
    this.mend = fill(mend, values)
  }

  /** The same error, naming first where it happened. */
  at(place: string): ClawbackError {
    const placed = new ClawbackError(this.code, {}, this)
    return Object.assign(placed, { message: `${place}: ${this.message}`, mend: this.mend })
  }
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : '',
  )
}
