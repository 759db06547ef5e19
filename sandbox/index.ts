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
