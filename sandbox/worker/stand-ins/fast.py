"""FastMCP: a server that is declared by decorators."""
import inspect


class Context(Base):
    """What a tool may ask of its session. Nothing is sent; what it would answer stands in."""

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return Any('mcp.Context.' + name)


class Declared:
    """A function of the sample under the name it was declared by."""

    def __init__(self, function, name=None, description=None, **rest):
        self.function = function
        self.name = name if isinstance(name, str) else getattr(function, '__name__', 'example')
        doc = inspect.getdoc(function)
        self.description = description if isinstance(description, str) else doc or ''
        self.rest = rest


def declarer(kind):
    """A decorator with or without arguments: `@mcp.tool`, `@mcp.tool()`, `@mcp.tool('name', description=…)`."""

    def declare(self, name=None, **rest):
        if inspect.isroutine(name) or isinstance(name, type):
            getattr(self, kind).append(Declared(name, **rest))
            return name

        def keep(function):
            getattr(self, kind).append(Declared(function, **{'name': name, **rest}))
            return function

        return keep

    return declare


class FastMCP(Server):
    tool, prompt = declarer('tools'), declarer('prompts')

    def __init__(self, name='FastMCP', instructions=None, **kwargs):
        self.tools, self.prompts, self.resources = [], [], []
        super().__init__(name, **{'instructions': instructions, **kwargs})

    def resource(self, uri, **rest):
        def keep(function):
            self.resources.append(Declared(function, **{**rest, 'uri': str(uri)}))
            return function

        return keep

    def add_tool(self, function, name=None, description=None, **rest):
        self.tools.append(Declared(function, name, description, **rest))
        return function

    def custom_route(self, *args, **kwargs):
        return lambda function: function

    def mount(self, *servers, **rest):
        for other in (one for one in servers if isinstance(one, FastMCP)):
            self.tools, self.prompts = self.tools + other.tools, self.prompts + other.prompts
            self.resources = self.resources + other.resources

    async def import_server(self, *servers, **rest):
        self.mount(*servers)

    def run(self, *args, **kwargs):
        """Serves at once; inside a loop that already runs, as the low-level server does."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            asyncio.run(talk(self))
            return None
        return talk(self)

    async def run_async(self, *args, **kwargs):
        await talk(self)

    run_stdio_async = run_sse_async = run_streamable_http_async = run_http_async = run_async

    @property
    def _mcp_server(self):
        return self

    def methods(self):
        names = [kind for kind in ('tools', 'prompts', 'resources') if getattr(self, kind)]
        return list(self.handlers) + [name + '/list' for name in names]

    async def answer(self, method, params):
        kind, verb = method.split('/', 1) if '/' in method else (method, '')
        if method in self.handlers or kind not in ('tools', 'prompts', 'resources'):
            return await super().answer(method, params)
        context = Context()
        if verb == 'list':
            return {kind: [described(one, kind) for one in getattr(self, kind) if '{' not in one.rest.get('uri', '')]}
        if verb == 'templates/list':
            return {'resourceTemplates': [described(one, 'templates') for one in self.resources if '{' in one.rest['uri']]}
        if verb == 'read':
            return {'contents': await self.read(params.get('uri', ''), context)}
        one = next((one for one in getattr(self, kind) if one.name == params.get('name')), None)
        if one is None:
            raise LookupError('Unknown name: %s' % params.get('name'))
        given = one.function(**fitting(one.function, params.get('arguments') or {}, context))
        value = await answer_of(given)
        if kind == 'tools':
            return {'content': content_of(value), 'isError': False}
        return {'description': one.description, 'messages': messages_of(value)}

    async def read(self, uri, context):
        for one in self.resources:
            pattern = re.sub(r'\\\{(\w+)\\?\*?\\\}', r'(?P<\1>[^/]+)', re.escape(one.rest['uri']))
            found = re.fullmatch(pattern, uri)
            if found is not None:
                value = await answer_of(one.function(**fitting(one.function, found.groupdict(), context)))
                return resource_contents(uri, value)
        raise LookupError('Unknown resource: %s' % uri)


def described(one, kind):
    if kind == 'tools':
        notes = one.rest.get('annotations')
        told = {} if notes is None else {'annotations': plain(notes)}
        return {'name': one.name, 'description': one.description, 'inputSchema': input_schema(one.function), **told}
    if kind == 'prompts':
        parameters = parameters_of(one.function)
        return {
            'name': one.name,
            'description': one.description,
            'arguments': [{'name': name, 'required': default_of(parameter) is ...} for name, parameter, _ in parameters],
        }
    place = {'uriTemplate': one.rest['uri']} if kind == 'templates' else {'uri': one.rest['uri']}
    return {**place, 'name': one.name, 'description': one.description}


def messages_of(value):
    values = value if isinstance(value, (list, tuple)) else [value]
    return [message_of(plain(one)) for one in values]


def message_of(one):
    if isinstance(one, dict) and 'content' in one:
        content = one['content']
        return {
            'role': one.get('role', 'user'),
            'content': content if isinstance(content, dict) else {'type': 'text', 'text': str(content)},
        }
    return {'role': 'user', 'content': {'type': 'text', 'text': content_text(one)}}
