import type { Connector } from './connector.js'
import { claudeCode } from './hooks/claude-code.js'
import { codex } from './hooks/codex.js'
import { cursor } from './hooks/cursor.js'
import { entra } from './logs/entra.js'
import { oidcProvider } from './logs/oidc-provider.js'
import { okta } from './logs/okta.js'
import { postgres } from './logs/postgres.js'
import { serviceAudit } from './logs/service-audit.js'
import { otlp } from './otlp/otlp.js'

/** Every connector by name. A new one is one file and one line here. */
export const connectors: ReadonlyMap<string, Connector> = new Map(
  [claudeCode, codex, cursor, otlp, postgres, okta, entra, oidcProvider, serviceAudit].map((connector) => [
    connector.name,
    connector,
  ]),
)
