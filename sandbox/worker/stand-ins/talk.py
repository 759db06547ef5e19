"""MCP over stdio: one JSON-RPC message a line, answered in order."""
import contextlib

began = []


def talk_began():
    return bool(began)


class WebTransport(Base):
    """A transport over HTTP: asked for, and not opened. Whoever serves the application serves stdio."""

    @contextlib.asynccontextmanager
    async def streams(self, *args, **kwargs):
        yield (None, None)

    connect_sse = connect = run = streams


@contextlib.asynccontextmanager
async def stdio_server(*args, **kwargs):
    yield (None, None)


async def talk(server, ending=False):
    """Answers until the input ends. A server that is asked twice is served once; while Python ends, nothing starts threads."""
    if began:
        return
    began.append(server)
    lifespan = server.lifespan if callable(server.lifespan) else None
    async with contextlib.AsyncExitStack() as stack:
        if lifespan is not None:
            state = lifespan(server)
            if hasattr(state, '__aenter__'):
                await stack.enter_async_context(state)
        loop = asyncio.get_running_loop()
        while True:
            read = sys.stdin.buffer.readline
            line = read() if ending else await loop.run_in_executor(None, read)
            if not line:
                return
            await respond(server, line)


async def respond(server, line):
    try:
        message = json.loads(line)
    except ValueError:
        return
    if not isinstance(message, dict) or 'id' not in message or 'method' not in message:
        return
    method, params = message['method'], message.get('params') or {}
    reply = {'jsonrpc': '2.0', 'id': message['id']}
    try:
        result = opened(server, params) if method == 'initialize' else await server.answer(method, params)
        if method == 'ping':
            result = {}
        if result is None:
            reply['error'] = {'code': -32601, 'message': 'Method not found'}
        else:
            reply['result'] = result
    except Exception as error:
        if method == 'tools/call':
            reply['result'] = {'content': [{'type': 'text', 'text': str(error)}], 'isError': True}
        else:
            reply['error'] = {'code': -32602, 'message': str(error)}
    sys.stdout.flush()
    sys.__stdout__.write(json.dumps(reply, default=str) + '\n')
    sys.__stdout__.flush()


def opened(server, params):
    capabilities = {method.split('/')[0]: {} for method in server.methods()}
    told = {} if not isinstance(server.instructions, str) else {'instructions': server.instructions}
    return {
        'protocolVersion': params.get('protocolVersion', '2025-06-18'),
        'capabilities': capabilities,
        'serverInfo': {'name': server.name, 'version': server.version},
        **told,
    }
