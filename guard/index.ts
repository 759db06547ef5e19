// This is the public surface of @clawback/guard. Any export added here becomes API; a pin test holds the list.
export type {
  Approval,
  AuditReport,
  Attributor,
  ControlFields,
  ControlKind,
  CredentialVault,
  Deliver,
  GraphEdge,
  GraphStore,
  IntentView,
  JoinKeys,
  Observed,
  OpenResponder,
  OpenedResponder,
  Question,
  Responder,
  ResponderContext,
  ResponseDesk,
  Revision,
  Sighting,
  Source,
  SourceIdentity,
  Standing,
  StoryLine,
  Switches,
} from './ports.js'
export { openResponder } from './response/responder.js'
export type { ResponseParts } from './response/responder.js'
export type { Hook } from './response/hook.js'
export { parseGuardConfig, readGuardConfig } from './config/read.js'
export type { GuardConfig, OnCall, Person, Registry, ResourceLabel, SourceConfig } from './config/config.js'
export { createGuard } from './service/guard.js'
export type { Guard, GuardAddress, GuardOptions } from './service/guard.js'
export { guardClient } from './service/client.js'
export type { GuardClient } from './service/client.js'
export type { Told } from './service/followers.js'
export type { PackInForce } from './service/judge.js'
