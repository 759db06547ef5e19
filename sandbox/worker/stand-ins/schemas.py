"""JSON Schema of a function's parameters, from its annotations, as FastMCP derives it."""
import enum
import inspect
import types
import typing

names = {str: 'string', int: 'integer', float: 'number', bool: 'boolean', bytes: 'string', list: 'array', dict: 'object'}
by_word = {'str': str, 'int': int, 'float': float, 'bool': bool, 'list': list, 'dict': dict}


def hints_of(function):
    try:
        return typing.get_type_hints(function, include_extras=True)
    except Exception:
        return dict(getattr(function, '__annotations__', {}))


def schema_of(kind):
    """The schema of one annotation; an unknown one allows everything."""
    if isinstance(kind, str):
        kind = by_word.get(kind.split('[')[0].strip().lower(), kind)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        notes = [note if isinstance(note, str) else getattr(note, 'description', None) for note in args[1:]]
        told = next((note for note in notes if isinstance(note, str)), None)
        return {**schema_of(args[0]), **({} if told is None else {'description': told})}
    if origin in (typing.Union, types.UnionType):
        kinds = [schema_of(arg) for arg in args if arg is not type(None)]
        return kinds[0] if len(kinds) == 1 else {'anyOf': kinds}
    if origin is typing.Literal:
        return {'type': names.get(type(args[0]), 'string'), 'enum': list(args)}
    if origin in (list, set, tuple, frozenset) or getattr(origin, '__name__', '') in ('Sequence', 'Iterable'):
        return {'type': 'array', 'items': schema_of(args[0]) if args else {}}
    if origin is dict or getattr(origin, '__name__', '') == 'Mapping':
        return {'type': 'object'}
    if not isinstance(kind, type):
        return {}
    if issubclass(kind, enum.Enum):
        return {'enum': [member.value for member in kind if isinstance(member.value, (str, int))]}
    if kind in names:
        return {'type': names[kind]}
    own = hints_of(kind) if issubclass(kind, Base) or hasattr(kind, '__dataclass_fields__') else {}
    fields = {name: schema_of(hint) for name, hint in own.items() if not name.startswith('_')}
    return {'type': 'object', 'properties': fields} if fields else {}


def default_of(parameter):
    """The default of a parameter, or `...` when it has to be given."""
    value = parameter.default
    if value is inspect.Parameter.empty:
        return ...
    return getattr(value, 'default', ...) if type(value).__name__ == 'Field' else value


def parameters_of(function):
    """What a caller gives: neither the context, nor `self`, nor what gathers the rest."""
    hints = hints_of(function)
    rest = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [
        (name, parameter, hints.get(name, str))
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind not in rest and name != 'self' and not is_context(hints.get(name))
    ]


def is_context(hint):
    return getattr(hint, '__name__', str(hint)).split('[')[0].split('.')[-1] == 'Context'


def input_schema(function):
    properties, required = {}, []
    for name, parameter, hint in parameters_of(function):
        properties[name] = {'title': name, **schema_of(hint)}
        value = default_of(parameter)
        told = getattr(parameter.default, 'description', None) if type(parameter.default).__name__ == 'Field' else None
        if isinstance(told, str):
            properties[name]['description'] = told
        if value is ...:
            required.append(name)
        elif isinstance(value, (str, int, float, bool)):
            properties[name]['default'] = value
    return {'type': 'object', 'properties': properties, **({'required': required} if required else {})}


def fitting(function, arguments, context):
    """Keyword arguments for a function: what was given and it takes, its defaults, and the context where it asks."""
    given = dict(arguments)
    fit = {}
    for name, parameter, hint in parameters_of(function):
        if name in given:
            value = given[name]
            model = isinstance(hint, type) and isinstance(value, dict) and issubclass(hint, Base)
            fit[name] = hint(**value) if model else value
        elif default_of(parameter) is not ... and default_of(parameter) is not parameter.default:
            fit[name] = default_of(parameter)
    for name, hint in hints_of(function).items():
        if name != 'return' and is_context(hint):
            fit[name] = context
    return fit
