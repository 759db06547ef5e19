'use strict'
// An object that stands in for anything: every property, call and loop gives something plausible.
module.exports = (report) => {
  // What a program would be given to run by a framework that is not there; run once, so that its own code is seen.
  const runs = /\.(?:action|command|listen|connect)$/
  const plausible = { status: 200, statusCode: 200, ok: true, exitCode: 0, text: undefined }
  let given = 0
  const later = (callback) => {
    if (given++ < 16)
      setImmediate(async () => {
        try {
          await callback(make('given'), make('given'))
        } catch (error) {
          console.error(error)
        }
      })
  }
  const make = (name) => {
    const target = function () {}
    const own = new Map()
    const get = (_, key) => {
      if (key === Symbol.toPrimitive) return (hint) => (hint === 'number' ? 1 : 'example')
      if (key === Symbol.iterator) return function* () {}
      if (key === Symbol.asyncIterator) return async function* () {}
      if (key === 'then' || key === '__esModule') return undefined
      if (key === 'prototype') return target.prototype
      if (key === 'toString' || key === 'toJSON') return () => 'example'
      if (typeof key === 'symbol') return undefined
      if (plausible[key] !== undefined && Object.hasOwn(plausible, key)) return plausible[key]
      if (/(?:Error|Exception)$/.test(key) && !own.has(key)) own.set(key, class extends Error {})
      if (!own.has(key)) own.set(key, make(`${name}.${key}`))
      return own.get(key)
    }
    return new Proxy(target, {
      get,
      set: (_, key, value) => (own.set(key, value), true),
      apply: (_, __, args) => {
        report(`${name}()`)
        const last = args.at(-1)
        if (args.length === 1 && typeof last === 'function' && /^class\b/.test(String(last))) return last
        if (runs.test(name) && typeof last === 'function') later(last)
        return make(`${name}()`)
      },
      construct: () => (report(`new ${name}`), make(name)),
    })
  }
  return make
}
