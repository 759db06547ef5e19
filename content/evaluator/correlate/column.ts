/** A column twice as long, with what it held. */
export function grown<T extends Int32Array | Float64Array>(column: T): T {
  const longer = new (column.constructor as new (length: number) => T)(column.length * 2)
  longer.set(column)
  return longer
}
