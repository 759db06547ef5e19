// This is the public surface of @clawback/evaluator. Any export added here becomes API; a pin test holds the list.
export { loadPack } from './pack/load.js'
export type { LoadPackOptions } from './pack/load.js'
