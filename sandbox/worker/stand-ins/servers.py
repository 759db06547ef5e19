"""
Stand-ins for the packages of MCP servers (`mcp`, `fastmcp`): what a server declares is kept, and whatever transport it
asks for, it is served as MCP over stdio, so that a client in the cell can list and call it. MCP specification 2025-06-18.
"""
import asyncio
import json
import sys

load('schemas.py')
load('low_level.py')
load('fast.py')
load('talk.py')

open_servers = []


def made(server):
    if not open_servers:
        import atexit

        atexit.register(serve_at_end)
    open_servers.append(server)


def serve_at_end():
    """A module that only declares a server is served by a launcher of its package; here, when it has ended."""
    if open_servers and not talk_began():
        asyncio.run(talk(open_servers[-1], ending=True))


def serve_last(*args, **kwargs):
    """What uvicorn would do with the application of a server: serve the one that was made last."""
    if open_servers:
        asyncio.run(talk(open_servers[-1]))


class WebServer(Base):
    async def serve(self, *args):
        if open_servers:
            await talk(open_servers[-1])

    run = serve_last


web = {'run': serve_last, 'Server': WebServer}

# Names of the client's side: nothing is served there.
client_side = ('Client', 'ClientSession', 'StdioServerParameters')


def find_servers(top, name):
    if top == 'uvicorn':
        return web.get(name)
    if name in ('FastMCP', 'Server', 'Context', 'NotificationOptions', 'InitializationOptions'):
        return {'FastMCP': FastMCP, 'Server': Server, 'Context': Context}.get(name, Record)
    if name in ('stdio_server', 'SseServerTransport', 'StreamableHTTPSessionManager'):
        return {'stdio_server': stdio_server}.get(name, WebTransport)
    if name.endswith(('Error', 'Exception')) or not name[:1].isupper() or name in client_side or 'Client' in name:
        return None
    return record_kind(name)
