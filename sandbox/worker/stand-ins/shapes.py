"""Stand-ins of packages whose answers decide whether a program's own code runs at all."""
import asyncio


class Field:
    """pydantic's description of a field."""

    def __init__(self, default=..., *, description=None, default_factory=None, **rest):
        self.default = default_factory() if callable(default_factory) else default
        self.description = description


class BaseModel(Base):
    """pydantic's model, as far as fields and their defaults go. Nothing is validated."""

    def __init__(self, **kwargs):
        for kind in reversed(type(self).__mro__):
            for name, value in vars(kind).items():
                if isinstance(value, Field):
                    self.__dict__[name] = None if value.default is ... else value.default
        self.__dict__.update(kwargs)

    def model_dump(self, *args, **kwargs):
        return dict(self.__dict__)

    dict = model_dump

    def model_dump_json(self, *args, **kwargs):
        import json

        return json.dumps(self.__dict__, default=str)

    json = model_dump_json

    @classmethod
    def model_validate(cls, value, *args, **kwargs):
        return cls(**value) if isinstance(value, dict) else value

    parse_obj = model_validate


def decorator(*args, **kwargs):
    return lambda function: function


def run(function, *args, **kwargs):
    """anyio.run, on the loop of the standard library."""
    return asyncio.run(function(*args))


pydantic = {
    'Field': Field,
    'BaseModel': BaseModel,
    'validator': decorator,
    'field_validator': decorator,
    'model_validator': decorator,
    'root_validator': decorator,
    'computed_field': lambda function=None, **kwargs: function or decorator(),
}


def find_shapes(top, name):
    if top == 'pydantic':
        return pydantic.get(name)
    return {'run': run}.get(name) if top == 'anyio' else None
