// This is the public surface of @clawback/analyzers. Any export added here becomes API; a pin test holds the list.
export { createBudget, createReadContext } from './context.js'
export type { Budget, FactFields, ReadContext, ReadContextOptions, ReadFacts } from './context.js'
export { intake } from './intake/intake.js'
export { defaultLimits } from './intake/limits.js'
export type { IntakeLimits } from './intake/limits.js'
export type { Intake, IntakeOptions, IntakeProgress } from './intake/options.js'
export { treeId } from './intake/identify.js'
