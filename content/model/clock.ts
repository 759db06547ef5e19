/** Port: the only source of time. Engines and the guard take one; the evaluator takes none (event time only). */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds of a clock that never runs backwards. */
  monotonic(): number
}
