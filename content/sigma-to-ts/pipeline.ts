import type { PlanLogsource } from '@clawback/model'

/**
 * A field mapping as data (pack content): how the names of a rule become the names of the events. Applied in order;
 * each step sees what the one before it made.
 */
export interface Pipeline {
  readonly name: string
  readonly steps: readonly PipelineStep[]
}

export interface PipelineStep {
  /** Only for rules whose log source has these values. */
  readonly when?: PlanLogsource
  /** Name in the rule -> name in the event; several names are alternatives. */
  readonly fields?: Readonly<Record<string, string | readonly string[]>>
  /** Put before every name that no mapping of this step changed. */
  readonly prefix?: string
  /** Replaces parts of the log source. */
  readonly logsource?: PlanLogsource
}

/** The names of a field in the events, for a rule of this log source. */
export function mapField(
  name: string,
  logsource: PlanLogsource,
  pipelines: readonly Pipeline[],
): readonly string[] {
  let names: readonly string[] = [name]
  for (const step of stepsFor(logsource, pipelines)) names = names.flatMap((one) => mapOne(one, step))
  return names
}

/** The log source a rule has in the events. */
export function mapLogsource(logsource: PlanLogsource, pipelines: readonly Pipeline[]): PlanLogsource {
  return stepsFor(logsource, pipelines).reduce(
    (source, step) => ({ ...source, ...step.logsource }),
    logsource,
  )
}

function stepsFor(logsource: PlanLogsource, pipelines: readonly Pipeline[]): PipelineStep[] {
  return pipelines.flatMap(({ steps }) =>
    steps.filter(({ when }) => when === undefined || fits(when, logsource)),
  )
}

function fits(when: PlanLogsource, { product, category, service }: PlanLogsource): boolean {
  return (
    (when.product === undefined || when.product === product) &&
    (when.category === undefined || when.category === category) &&
    (when.service === undefined || when.service === service)
  )
}

function mapOne(name: string, step: PipelineStep): readonly string[] {
  const mapped = step.fields !== undefined && Object.hasOwn(step.fields, name) ? step.fields[name] : undefined
  if (mapped !== undefined) return typeof mapped === 'string' ? [mapped] : mapped
  return [step.prefix === undefined ? name : step.prefix + name]
}
