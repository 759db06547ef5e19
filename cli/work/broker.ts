import type { Broker } from '@clawback/lab'

export interface BrokerArguments {
  readonly lab: string
  readonly natsAuth?: string | undefined
  readonly natsCa?: string | undefined
  readonly natsCert?: string | undefined
  readonly natsKey?: string | undefined
}

/** The server that the words on a command line name. */
export function brokerOf(url: string, given: BrokerArguments): Broker {
  const { lab, natsAuth: auth, natsCa: ca, natsCert: cert, natsKey: key } = given
  return {
    url,
    lab,
    ...(auth === undefined ? {} : { auth }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  }
}
