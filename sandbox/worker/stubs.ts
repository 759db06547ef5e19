/**
 * Stand-ins for packages that are not in the cell (variant `stubs`): a module that a sample's own file asks for and
 * nobody has becomes an object that answers every attribute, call and loop with something plausible, and reports its
 * name like the other hooks do. What only happens after the imports is then seen. Trust 1; a stand-in proves nothing
 * about the package.
 */
export function pythonStubs(folder: string): string {
  return `def _stub():
    import importlib.abc, importlib.machinery, os, sys, types
    folder = ${JSON.stringify(`${folder}/stub/`)}
    opener, closer = os.open, os.close
    seen, truths = set(), [0]
    def report(name):
        if name in seen or len(seen) > 256:
            return
        seen.add(name)
        try:
            closer(opener(folder + name.encode('utf-8', 'replace')[:96].hex(), 0))
        except (OSError, ValueError):
            pass
    class Any:
        def __init__(self, name='stub'):
            self.__dict__['_n'] = name
        def __getattr__(self, name):
            if name.startswith('__') and name.endswith('__'):
                raise AttributeError(name)
            if name.endswith(('Error', 'Exception', 'Warning')):
                return type(name, (Exception,), {})
            value = Any(self._n + '.' + name)
            self.__dict__[name] = value
            return value
        def __setattr__(self, name, value):
            self.__dict__[name] = value
        def __call__(self, *args, **kwargs):
            report(self._n + '()')
            # A decorator gives the function back, so that the sample's own code still runs.
            if len(args) == 1 and not kwargs and (isinstance(args[0], (type, types.FunctionType))):
                return args[0]
            return Any(self._n + '()')
        def __mro_entries__(self, bases):
            return (Base,)
        def __bool__(self):
            truths[0] += 1
            return truths[0] < 2000
        def __iter__(self):
            return iter((Any(self._n + '[]'),))
        def __next__(self):
            raise StopIteration
        def __len__(self):
            return 1
        def __getitem__(self, key):
            return Any(self._n + '[]')
        def __setitem__(self, key, value):
            pass
        def __delitem__(self, key):
            pass
        def __contains__(self, key):
            return False
        def __enter__(self):
            return self
        def __exit__(self, *args):
            return False
        async def __aenter__(self):
            return self
        async def __aexit__(self, *args):
            return False
        def __aiter__(self):
            return self
        async def __anext__(self):
            raise StopAsyncIteration
        def __await__(self):
            yield from ()
            return Any(self._n)
        def __str__(self):
            return 'example'
        def __repr__(self):
            return 'example'
        def __format__(self, spec):
            return 'example'
        def __fspath__(self):
            return '/tmp/example'
        def __bytes__(self):
            return b'example'
        def __int__(self):
            return 1
        def __index__(self):
            return 1
        def __float__(self):
            return 1.0
        def __hash__(self):
            return id(self)
        def __eq__(self, other):
            return self is other
        def __lt__(self, other):
            return False
        __gt__ = __le__ = __ge__ = __lt__
        def _same(self, *args):
            return self
        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same
        __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __matmul__ = _same
        __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __lshift__ = __rshift__ = _same
        __neg__ = __pos__ = __abs__ = __invert__ = __round__ = _same
    class Base:
        def __init__(self, *args, **kwargs):
            pass
        def __init_subclass__(cls, **kwargs):
            pass
        def __getattr__(self, name):
            if name.startswith('__'):
                raise AttributeError(name)
            return Any('stub.' + name)
    class Module(types.ModuleType):
        __all__ = []
        def __getattr__(self, name):
            if name.startswith('__') and name.endswith('__'):
                raise AttributeError(name)
            return getattr(Any(self.__name__), name)
    class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path=None, target=None):
            top = name.split('.')[0]
            if top in sys.stdlib_module_names or top.startswith('_'):
                return None
            if not isinstance(sys.modules.get(top), Module) and not asked():
                return None
            report(name)
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        def create_module(self, spec):
            return Module(spec.name)
        def exec_module(self, module):
            pass
    def asked():
        frame = sys._getframe(2)
        while frame is not None and 'importlib' in frame.f_code.co_filename:
            frame = frame.f_back
        return frame is not None and not frame.f_code.co_filename.startswith(('/usr/', '/etc/', '<frozen'))
    sys.meta_path.append(Finder())
_stub()
del _stub
`
}

export function nodeStubs(folder: string): string {
  return `
{
  const Module = require('node:module')
  const { closeSync, openSync } = require('node:fs')
  const folder = ${JSON.stringify(`${folder}/stub/`)}
  const seen = new Set()
  const report = (name) => {
    if (seen.has(name) || seen.size > 256) return
    seen.add(name)
    try {
      closeSync(openSync(folder + Buffer.from(name).subarray(0, 96).toString('hex')))
    } catch {}
  }
  const make = (name) => {
    const target = function () {}
    return new Proxy(target, {
      get: (_, key) => {
        if (key === Symbol.toPrimitive) return (hint) => (hint === 'number' ? 1 : 'example')
        if (key === Symbol.iterator) return function* () {}
        if (key === Symbol.asyncIterator) return async function* () {}
        if (key === 'then' || key === '__esModule') return undefined
        if (key === 'prototype') return target.prototype
        if (key === 'toString') return () => 'example'
        return typeof key === 'symbol' ? undefined : make(name + '.' + key)
      },
      apply: (_, __, args) => {
        report(name + '()')
        const last = args[args.length - 1]
        return args.length === 1 && typeof last === 'function' && /^class\\b/.test(String(last)) ? last : make(name + '()')
      },
      construct: () => (report('new ' + name), make(name)),
    })
  }
  const load = Module._load
  Module._load = function (request, parent, ...rest) {
    try {
      return load.call(this, request, parent, ...rest)
    } catch (error) {
      const bare = !/^[./]|^node:/.test(request) && String(error && error.message).includes("'" + request + "'")
      if (!bare || error.code !== 'MODULE_NOT_FOUND') throw error
      report(request)
      return make(request)
    }
  }
}
`
}
