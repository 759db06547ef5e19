// This is the public surface of sigma-to-ts. Any export added here becomes API; a pin test holds the list.
export { compileRules } from './compile.js'
export type { Compiled, CompileOptions, RuleFile } from './compile.js'
export type { Pipeline, PipelineStep } from './pipeline.js'
export { toClawbackError, where } from './problem.js'
export type { Place, RuleError } from './problem.js'
export { emitModule } from './emit/module.js'
export type { EmittedModule, EmitOptions } from './emit/module.js'
export { explainPlan, explainRule } from './emit/explain.js'
