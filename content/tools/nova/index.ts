export { importNova } from './import.js'
export type { NovaImport } from './import.js'
export type { NovaProblem } from './rule.js'
