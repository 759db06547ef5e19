'use strict'
// Takes over what a program asks for and nobody has: `answer(name)` gives a stand-in, or undefined to let it fail.
module.exports = (answer) => {
  const Module = require('node:module')
  const load = Module._load
  Module._load = function (request, parent, ...rest) {
    try {
      return load.call(this, request, parent, ...rest)
    } catch (error) {
      const bare = !/^[./]|^node:/.test(request) && String(error && error.message).includes(`'${request}'`)
      const given = bare && error.code === 'MODULE_NOT_FOUND' ? answer(request) : undefined
      if (given === undefined) throw error
      return given
    }
  }
}
