"""An object that stands in for anything: it answers every attribute, call and loop with something plausible."""
import types

errors = {}
truths = [0]
plausible = {'status_code': 200, 'status': 200, 'returncode': 0, 'exit_code': 0, 'ok': True, 'text': 'example'}


def stand_for(name, attribute):
    """What `name.attribute` is: an exception class, a plain value where one is usual, or anything."""
    if attribute.endswith(('Error', 'Exception', 'Warning')):
        if attribute not in errors:
            errors[attribute] = type(attribute, (Exception,), {})
        return errors[attribute]
    if attribute in plausible:
        return plausible[attribute]
    return Any(name + '.' + attribute)


class Any:
    def __init__(self, name='stub'):
        self.__dict__['_n'] = name

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        value = stand_for(self._n, name)
        self.__dict__[name] = value
        return value

    def __setattr__(self, name, value):
        self.__dict__[name] = value

    def __call__(self, *args, **kwargs):
        report('stub', self._n + '()')
        # A decorator gives the function back, so that the sample's own code still runs.
        if len(args) == 1 and not kwargs and isinstance(args[0], (type, types.FunctionType)):
            return args[0]
        return Any(self._n + '()')

    def __mro_entries__(self, bases):
        return () if any(isinstance(base, type) and issubclass(base, Base) for base in bases) else (Base,)

    def __bool__(self):
        # A loop that waits for something to become false ends one day.
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

    __repr__ = __str__

    def __format__(self, spec):
        return 'example'

    def __fspath__(self):
        return '/tmp/example'

    def __bytes__(self):
        return b'example'

    def __int__(self):
        return 1

    __index__ = __int__

    def __float__(self):
        return 1.0

    def __instancecheck__(self, instance):
        return False

    def __subclasscheck__(self, subclass):
        return False

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
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = _same
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __lshift__ = __rshift__ = _same
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = _same


class Base:
    """What a class of the sample inherits from when its base stands in: fields as given, anything else as asked."""

    def __init__(self, *args, **kwargs):
        self.__dict__.update(kwargs)

    def __init_subclass__(cls, **kwargs):
        pass

    def __class_getitem__(cls, item):
        return cls

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return stand_for('stub', name)


def tell_json():
    """Text of a stand-in in JSON; a program that prints what it was given must not stop there."""
    import json

    refuse = json.JSONEncoder.default

    def default(self, value):
        if isinstance(value, Any):
            return 'example'
        if isinstance(value, Base):
            return value.__dict__
        return refuse(self, value)

    json.JSONEncoder.default = default
