/** Options that name a NATS server: the same for who hands out jobs and for who takes them. */
export const brokerOptions = {
  lab: {
    type: 'string',
    default: 'lab',
    describe: 'Name of the run on the NATS server; workers give the same',
  },
  'nats-auth': {
    type: 'string',
    describe: 'File with credentials: .creds, an nkey seed, or JSON {"user","password"} or {"token"}',
  },
  'nats-ca': { type: 'string', describe: 'PEM file of the authority of the NATS server' },
  'nats-cert': { type: 'string', describe: 'PEM file of our certificate, where the server asks for one' },
  'nats-key': { type: 'string', describe: 'PEM file of its key' },
} as const
