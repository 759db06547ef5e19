import type { Plan, PlanLogsource } from '@clawback/model'
import { expandCollection } from './collection.js'
import { readCorrelation } from './correlation.js'
import type { CorrelationDraft } from './correlation.js'
import type { DetectionContext } from './detection.js'
import { applyFilters, readFilter } from './filter.js'
import type { FilterDraft } from './filter.js'
import { text } from './header.js'
import { link } from './link.js'
import { mapField, mapLogsource } from './pipeline.js'
import type { Pipeline } from './pipeline.js'
import { collectProblems } from './problem.js'
import type { Problems, RuleError } from './problem.js'
import { readRule } from './rule.js'
import type { RuleDraft } from './rule.js'
import type { Lists } from './value.js'
import { entry, readDocuments } from './yaml.js'
import type { Mapping } from './yaml.js'

export interface RuleFile {
  /** Only used to say where something stands. */
  readonly path: string
  readonly text: string
}

export interface CompileOptions {
  /** Placeholders to work out now; others are looked up in the lists of the pack when the plan is loaded. */
  readonly lists?: Lists
  readonly pipelines?: readonly Pipeline[]
}

export interface Compiled {
  readonly plan: Plan
  /** Everything that was refused, in the order of the files. Those rules are not in the plan. */
  readonly errors: readonly RuleError[]
}

/**
 * Compiles Sigma rules, correlations and filters (specification 2.1) to a plan. What cannot be honoured is refused
 * with its place and a way to mend it; the other rules are compiled all the same.
 */
export function compileRules(files: readonly RuleFile[], options: CompileOptions = {}): Compiled {
  const problems = collectProblems()
  const drafts = files.flatMap((file) => readFile(file, options, problems))
  const rules = drafts.filter((draft) => draft.kind === 'rule')
  const filters = drafts.filter((draft) => draft.kind === 'filter')
  const correlations = drafts.filter((draft) => draft.kind === 'correlation')
  // Filters find their rules by the log source as written, so it is mapped after them.
  const mapped = applyFilters(rules, filters, problems).map((rule) => ({
    ...rule,
    logsource: mapLogsource(rule.logsource, options.pipelines ?? []),
  }))
  const linked = link(mapped, correlations, problems)
  return { plan: { format: 'clawback-plan/1', ...linked }, errors: inOrder(problems.found, files) }
}

function inOrder(errors: readonly RuleError[], files: readonly RuleFile[]): RuleError[] {
  const place = new Map(files.map((file, i) => [file.path, i]))
  const order = (error: RuleError): number => place.get(error.path) ?? 0
  return [...errors].sort((a, b) => order(a) - order(b) || a.line - b.line || a.column - b.column)
}

type Draft = RuleDraft | FilterDraft | CorrelationDraft

function readFile(file: RuleFile, options: CompileOptions, problems: Problems): Draft[] {
  const wrong = problems.found.length
  const documents = readDocuments(file.path, file.text, problems)
  const [first] = documents
  if (first !== undefined && problems.found.length > wrong && /^action[ \t]*:/m.test(file.text)) {
    // Without the document that has errors the others would be laid over another one.
    problems.add(first, 'a document of this collection has errors', 'Mend it; the others rest on it.')
    return []
  }
  return expandCollection(documents, problems).flatMap((document) => {
    const before = problems.found.length
    const draft = readDocument(document, options, problems)
    nameRule(problems, before, document)
    return draft === undefined ? [] : [draft]
  })
}

function readDocument(document: Mapping, options: CompileOptions, problems: Problems): Draft | undefined {
  const pipelines = options.pipelines ?? []
  const contextOf = (logsource: PlanLogsource): DetectionContext => ({
    lists: options.lists ?? {},
    problems,
    field: (name) => mapField(name, logsource, pipelines),
  })
  if (entry(document, 'correlation') !== undefined) return readCorrelation(document, problems)
  if (entry(document, 'filter') !== undefined) return readFilter(document, problems, contextOf)
  return readRule(document, problems, contextOf)
}

/** Puts the rule's id or title into the errors it caused. */
function nameRule(problems: Problems, from: number, document: Mapping): void {
  const rule = text(document, 'id') ?? text(document, 'title')
  if (rule === undefined) return
  for (let i = from; i < problems.found.length; i++) {
    const error = problems.found[i]
    if (error !== undefined) problems.found[i] = { ...error, rule }
  }
}
