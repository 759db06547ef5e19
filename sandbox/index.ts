// This is the public surface of @clawback/sandbox. Any export added here becomes API; a pin test holds the list.
export type {
  Actor,
  Canary,
  Cell,
  CellOptions,
  CellProbe,
  CellResult,
  CellRun,
  Limits,
  Observation,
  OpenCell,
  Played,
  PlayContext,
  Requirement,
  RunWatch,
  Stdio,
  Variant,
} from './ports.js'
export type { Model, ModelReply, ModelRequest } from './actors/llm/model.js'
export { createLiveModel } from './actors/llm/anthropic.js'
export type { LiveModelOptions } from './actors/llm/anthropic.js'
export { recordModel, replayModel } from './actors/llm/recording.js'
export { bwrapCell } from './cells/bwrap/cell.js'
export { gvisorCell } from './cells/gvisor/cell.js'
export { cellNamed, otherCells } from './cells/registry.js'
export { kubernetesManifest } from './cells/kubernetes/manifest.js'
export type { KubernetesManifestOptions } from './cells/kubernetes/manifest.js'
export { replayCell } from './cells/replay.js'
export { defaultLimits } from './plan/limits.js'
export { planRuns } from './plan/plan.js'
export type { PlanOptions, RunPlan } from './plan/plan.js'
export { readHar } from './watch/sinkhole/har.js'
export type { Recording } from './watch/sinkhole/har.js'
export { runArtifact } from './run.js'
export type { RunOptions } from './run.js'
export { doctor } from './doctor/doctor.js'
export type { DoctorOptions, DoctorReport } from './doctor/doctor.js'
export type { CheckResult } from './doctor/check.js'
