/**
 * A compiled rule set: what sigma-to-ts writes and the evaluator loads. JSON, versioned, no YAML.
 */
export interface Plan {
  readonly format: 'clawback-plan/1'
}
