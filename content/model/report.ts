import type { ArtifactKind, Gap, Origin } from './artifact.js'
import type { Alert } from './alert.js'
import type { Basis } from './capability.js'
import type { Finding } from './match.js'
import type { Coverage } from './profile.js'
import type { RunOutcome } from './trace.js'
import type { Verdict } from './verdict.js'

/** Everything a report page shows, as one JSON value; texts are redacted, and shown as text only. */
export interface ReportData {
  readonly title: string
  /** RFC 3339. */
  readonly made: string
  readonly artifacts: readonly ReportArtifact[]
  readonly incidents: readonly ReportIncident[]
  /** What the reader must know beside the artifacts: inputs that could not be examined, suppressions that expired. */
  readonly notices?: readonly string[]
}

export interface ReportArtifact {
  readonly id: string
  readonly name: string
  readonly kind: ArtifactKind
  readonly origin: Origin
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly capabilities: readonly {
    readonly action: string
    readonly target: string
    readonly bases: readonly Basis[]
  }[]
  /** `action target` of what was observed and not declared. */
  readonly hidden: readonly string[]
  readonly runs: readonly RunOutcome[]
  readonly coverage: Coverage
  readonly gaps: readonly Gap[]
  readonly timeline: readonly TimelineRow[]
  /** Events left out of the timeline because of its cap. */
  readonly timelineCut: number
  readonly processes: readonly ProcessNode[]
  readonly hosts: readonly ReportHost[]
  readonly strings: readonly ReportString[]
  /** Strings left out because of the cap. */
  readonly stringsCut: number
  /** Lines of the sample at the places findings name. */
  readonly quotes: readonly Quote[]
  /** Where it was found in a corpus, under which labels and families; absent outside of a corpus. */
  readonly corpus?: ReportStanding
}

/** What a corpus says of an artifact. */
export interface ReportStanding {
  /** RFC 3339. */
  readonly examined: string
  readonly sources: readonly string[]
  readonly labels: readonly string[]
  /** Who labelled it. */
  readonly labelled: readonly string[]
  readonly families: readonly { readonly id: string; readonly name: string }[]
}

/** One host that an artifact names or reached for. */
export interface ReportHost {
  readonly host: string
  readonly bases: readonly ('static' | 'observed')[]
  /** Kinds of the events that reached for it, with how often: `dns.query`, `tls.hello`, `http.request`. */
  readonly events: readonly { readonly kind: string; readonly count: number }[]
  /** exec_ids of the processes that did, each with its run: `run exec_id`. */
  readonly processes: readonly string[]
  /** `path:line` where it is named; the first few. */
  readonly places: readonly string[]
}

/** A string that an engine read out of the artifact. */
export interface ReportString {
  /** Kind of its fact. */
  readonly kind: string
  readonly where: string
  readonly text: string
}

/** Lines of one file of a sample, or why they are not at hand. Redacted. */
export type Quote =
  | {
      readonly path: string
      /** Number of the first of `lines`, from 1. */
      readonly from: number
      readonly lines: readonly string[]
    }
  | { readonly path: string; readonly missing: string }

/** One event of a run as a line. */
export interface TimelineRow {
  readonly id: string
  readonly run: string
  readonly seq: number
  /** Milliseconds since the run began. */
  readonly ms: number
  readonly kind: string
  readonly what: string
  /** exec_id of the process, when known. */
  readonly process: string
  /** Rules that rest on this event. */
  readonly rules: readonly string[]
}

/** One program image of a run. */
export interface ProcessNode {
  readonly id: string
  readonly parent: string
  readonly run: string
  readonly command: string
}

/** One incident with its chain. */
export interface ReportIncident {
  readonly id: string
  readonly title: string
  readonly alerts: readonly Alert[]
  readonly story: StoryNode
  /** Name -> milliseconds or count, as measured. */
  readonly measures: readonly { readonly name: string; readonly value: number; readonly unit: string }[]
}

/** One line of a story: who did what, on what, with which credential, when, and the record that shows it. */
export interface StoryNode {
  readonly kind: string
  readonly who: string
  readonly what: string
  readonly target: string
  readonly credential: string
  readonly time: string
  readonly evidence: string
  /** 0 to 1; 0 is unattributed. */
  readonly confidence: number
  readonly alerts: readonly string[]
  readonly children: readonly StoryNode[]
}
