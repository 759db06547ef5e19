import type { Limits } from '../ports.js'

const MiB = 1024 * 1024

/** Bounds of a run unless the plan says otherwise. Enough for real skills and servers, far from enough for harm. */
export const defaultLimits: Limits = {
  wallMs: 20_000,
  cpuSeconds: 20,
  memoryBytes: 768 * MiB,
  processes: 96,
  openFiles: 512,
  fileBytes: 64 * MiB,
  diskBytes: 96 * MiB,
  diskInodes: 20_000,
  outputBytes: 16 * MiB,
  traceLines: 300_000,
  events: 10_000,
  bodyBytes: 16 * MiB,
}
