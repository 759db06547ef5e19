'use strict'
// Finds a package that nobody has, for `require` here and for `import` by the hooks of esm.mjs.
module.exports = (report) => {
  const make = require('./anything.cjs')(report)
  const shapes = require('./shapes.cjs')(make, report)
  const known = new Map()
  const standFor = (request) => {
    report(request)
    if (!known.has(request)) known.set(request, shapes(request) ?? make(request))
    return known.get(request)
  }
  globalThis[Symbol.for('stand-in')] = standFor
  require('./missing.cjs')(standFor)
  require('node:module').register?.('./esm.mjs', require('node:url').pathToFileURL(__filename))
}
