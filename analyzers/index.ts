// This is the public surface of @clawback/analyzers. Any export added here becomes API; a pin test holds the list.
export { createBudget, createReadContext } from './context.js'
export type { Budget, FactFields, ReadContext, ReadContextOptions, ReadFacts } from './context.js'
export { intake, takeIn } from './intake/intake.js'
export type { Entry as IntakeEntry } from './intake/entry.js'
export { openRepository } from './intake/repository.js'
export type { Repository, RepositoryOptions, Version } from './intake/repository.js'
export { codeSource } from './intake/launch.js'
export type { CodeSource } from './intake/launch.js'
export { maskArgs, maskEnv } from './manifests/mask.js'
export { configServers } from './intake/config-file.js'
export { findPlace } from './intake/locator.js'
export type { Place } from './intake/locator.js'
export { openBase } from './intake/changes.js'
export type { Base } from './intake/changes.js'
export { findArtifacts } from './intake/find.js'
export type { PassedOver, PassedWhy } from './intake/passed-over.js'
export { pathOf } from './intake/unit.js'
export type { Unit } from './intake/unit.js'
export { engineVersions } from './engine-versions.js'
export { packageVersion } from './versions.js'
export { defaultLimits } from './intake/limits.js'
export type { IntakeLimits } from './intake/limits.js'
export type { Intake, IntakeOptions, IntakeProgress } from './intake/options.js'
export { treeId } from './intake/identify.js'
export { buildProfile } from './profile/build.js'
export { compareVariants } from './profile/divergence.js'
export { disclosureOf } from './profile/disclosure.js'
export type { ProfileInput } from './profile/build.js'
export { readManifests } from './manifests/read.js'
export { read } from './read.js'
export type { ReadOptions, Reading } from './read.js'
export type { ReadingEngine } from './reading/walk.js'
export { createEngines } from './reading/engines.js'
export type { Engines } from './reading/engines.js'
export type { Capture, Grammar, Language, Parse, ParseLimits, ParseProblem } from './syntax/grammar.js'
export type { SyntaxNode } from './syntax/node.js'
export { discover } from './inventory/discover.js'
export type {
  AuthKind,
  DiscoveredAgent,
  DiscoveredInstructions,
  DiscoveredServer,
  DiscoveredSkill,
  DiscoverOptions,
  Discovery,
  Scope,
  Sighting,
  Standing,
} from './inventory/discovery.js'
export type {
  Judge,
  JudgeAnswer,
  JudgeExcerpt,
  Judgement,
  JudgeQuestion,
  JudgeRequest,
  TokenUsage,
} from './judges/judge.js'
export { createAnthropicJudge } from './judges/anthropic.js'
export type { AnthropicJudgeOptions } from './judges/anthropic.js'
export { createRecordedJudge, recordJudge } from './judges/recorded.js'
export type { Recordings } from './judges/recorded.js'
export { judgeFacts, judgeRequest } from './judges/facts.js'
