// A harmless stand-in for a module that was asked for by URL.
console.log('done')
