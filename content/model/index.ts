// This is the public surface of @clawback/model. Any export added here becomes API; a pin test holds the list.
export type {
  EventRecord,
  Envelope,
  Fact,
  FieldValue,
  LiveRecord,
  RecordDraft,
  TraceEvent,
  Trust,
} from './record.js'
export type { Channel, FieldName, FieldType, Kind, KnownFields, Stage } from './generated/vocabulary.js'
export { aliases, fields, kinds, openPrefixes } from './generated/vocabulary.js'
export { buildRecord, defaultCaps, flatten, isFieldValue } from './build.js'
export type { FlattenCaps, RecordCaps } from './build.js'
export { fieldProblem, parseRecord } from './guards.js'
export { canonicalJson } from './canonical.js'
export { pae } from './dsse.js'
export { sha256 } from './hash.js'
export { uuidv7 } from './uuid.js'
export { setDigest, traceDigest } from './digest.js'
export { ClawbackError, errorTable } from './errors.js'
export type { ErrorCode } from './errors.js'
export type {
  Artifact,
  ArtifactFile,
  ArtifactKind,
  ArtifactLink,
  Gap,
  McpLaunch,
  McpServer,
  OpenArtifact,
  Origin,
} from './artifact.js'
export { normalLaunch, serverId } from './launch.js'
export type { NormalLaunch } from './launch.js'
export type { Basis, Capability, CapabilityEvidence } from './capability.js'
export { actionOf, normalisePath, shownBy } from './shown.js'
export type { Shown } from './shown.js'
export type { BehaviorProfile, Coverage, EngineOutcome } from './profile.js'
export type { EntryPoint, ModelUse, RunOutcome, RunStatus, Trace } from './trace.js'
export type {
  Disclosure,
  Evidence,
  Finding,
  Match,
  Region,
  RuleLevel,
  RuleType,
  Suppression,
} from './match.js'
export type {
  Assessment,
  Because,
  Verdict,
  VerdictBasis,
  VerdictCondition,
  VerdictLabel,
  VerdictPolicy,
} from './verdict.js'
export type {
  CompareOp,
  CorrelationType,
  Plan,
  PlanCorrelation,
  PlanExpr,
  PlanGroup,
  PlanHeader,
  PlanLogsource,
  PlanRule,
  PlanTest,
  TextOp,
  TimePart,
} from './plan.js'
export { parsePattern } from './pattern.js'
export { patternCaps, PatternError } from './pattern-tree.js'
export type { CodeRange, Pattern, PatternPlace } from './pattern-tree.js'
export type { CodeQueryProbe, Probe, TaintProbe, TextModelProbe, TextProbe, YaraProbe } from './probe.js'
export type { TextModel } from './text-model.js'
export type { Baseline, BaselineEntry, BaselineOrigin } from './baseline.js'
export type { IntentState, Receipt, ResponseLevel, ResponsePolicy, RevocationIntent } from './response.js'
export type { Pack, PackFile, PackManifest, PackMember, PackMemberType, TrustedKey } from './pack.js'
export type { Alert, AlertState, Incident } from './alert.js'
export type { AgentEvent, Attribution, AttributionEvidence, AttributionLevel } from './attribution.js'
export type { Clock } from './clock.js'
export type {
  ProcessNode,
  Quote,
  ReportArtifact,
  ReportData,
  ReportHost,
  ReportIncident,
  ReportStanding,
  ReportString,
  StoryNode,
  TimelineRow,
} from './report.js'
export type {
  ComparedChange,
  ComparedSide,
  Comparison,
  CorpusIndex,
  CorpusOverview,
  CorpusProblem,
  CorpusRow,
  CorpusRule,
  CorpusRun,
  Count,
  Family,
  FamilyBasis,
  FamilyMember,
  FamilySummary,
  HostIndex,
  Shared,
} from './report-corpus.js'
