"""The low-level server of `mcp`, and its records."""
import base64
import re

kinds = {}


class Record(Base):
    """A message of the protocol: its fields, as given."""


def record_kind(name):
    if name not in kinds:
        kinds[name] = type(name, (Record,), {'__doc__': None})
    return kinds[name]


contents = {'TextContent': 'text', 'ImageContent': 'image', 'AudioContent': 'audio', 'EmbeddedResource': 'resource'}


def plain(value):
    """A value as JSON has it."""
    if isinstance(value, (list, tuple, set)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Any) or value is None or isinstance(value, (str, int, float, bool)):
        return 'example' if isinstance(value, Any) else value
    fields = {name: plain(one) for name, one in getattr(value, '__dict__', {}).items() if not name.startswith('_')}
    usual = contents.get(type(value).__name__)
    return fields if usual is None else {'type': usual, **fields}


def content_of(value):
    """What a tool gave, as content of a result."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        if any(type(one).__name__ in contents for one in value):
            return [content_of(one)[0] for one in value if one is not None]
    if type(value).__name__ in contents:
        return [plain(value)]
    text = value if isinstance(value, str) else json.dumps(plain(value), default=str)
    return [{'type': 'text', 'text': text}]


async def answer_of(value):
    while hasattr(value, '__await__'):
        value = await value
    return value


def keeper(method):
    """A decorator of the low-level server: keeps the handler of one method."""

    def ask(self, *args, **kwargs):
        def keep(handler):
            self.handlers[method] = handler
            return handler

        return keep(args[0]) if args and callable(args[0]) and not kwargs else keep

    return ask


class Server(Base):
    list_tools, call_tool = keeper('tools/list'), keeper('tools/call')
    list_prompts, get_prompt = keeper('prompts/list'), keeper('prompts/get')
    list_resources, read_resource = keeper('resources/list'), keeper('resources/read')
    list_resource_templates = keeper('resources/templates/list')

    def __init__(self, name='server', version=None, instructions=None, lifespan=None, **kwargs):
        self.name, self.instructions, self.lifespan = str(name), instructions, lifespan
        self.version = version if isinstance(version, str) else '1.0.0'
        self.handlers = {}
        made(self)

    def create_initialization_options(self, *args, **kwargs):
        return Record(server_name=self.name)

    def get_capabilities(self, *args, **kwargs):
        return Record()

    async def run(self, *args, **kwargs):
        await talk(self)

    def methods(self):
        return list(self.handlers)

    async def answer(self, method, params):
        """The result of a request; None when there is no such method."""
        handler = self.handlers.get(method)
        if handler is None:
            return None
        if method.endswith('/list'):
            return self.listed(method, await answer_of(handler(*([None] if takes_request(handler) else []))))
        if method == 'tools/call':
            given = await answer_of(handler(params.get('name'), params.get('arguments') or {}))
            result = plain(given) if type(given).__name__ == 'CallToolResult' else {'content': content_of(given)}
            return result if isinstance(result, dict) else {'content': []}
        if method == 'prompts/get':
            return plain(await answer_of(handler(params.get('name'), params.get('arguments') or {})))
        uri = params.get('uri', '')
        return {'contents': resource_contents(uri, await answer_of(handler(uri)))}

    def listed(self, method, given):
        member = 'resourceTemplates' if 'templates' in method else method.split('/')[0]
        whole = plain(given)
        return whole if isinstance(whole, dict) and member in whole else {member: whole or []}


def takes_request(handler):
    return len(parameters_of(handler)) > 0


def resource_contents(uri, value):
    if isinstance(value, (list, tuple)):
        parts = [getattr(one, 'content', one) for one in value]
    else:
        parts = [value]
    return [
        {'uri': uri, **({'blob': plain(part)} if isinstance(part, bytes) else {'text': content_text(part)})} for part in parts
    ]


def content_text(value):
    return value if isinstance(value, str) else json.dumps(plain(value), default=str)
