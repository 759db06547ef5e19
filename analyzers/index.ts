// This is the public surface of @clawback/analyzers. Any export added here becomes API; a pin test holds the list.
export { createBudget, createReadContext } from './context.js'
export type { Budget, FactFields, ReadContext, ReadContextOptions, ReadFacts } from './context.js'
