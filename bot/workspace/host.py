"""Only who asks for this machine is served: a web page elsewhere, whose name was made to lead here (DNS rebinding),
would otherwise read the workspace and act in it, as its own."""

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LOCAL = "localhost"


def guard(bound: str) -> Callable[..., Awaitable[web.StreamResponse]]:
    """A middleware for a server at `bound`, a name or an address. Its own name and `localhost` are let in; where it is
    bound to every address of the machine, each address is: a name that leads here is never one."""

    @web.middleware
    async def check(request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not _own(request.host, bound):
            raise web.HTTPForbidden(text="This workspace is served to its own address only.")
        return await handler(request)

    return check


def _own(host: str, bound: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in (bound.lower(), _LOCAL):
        return True
    wanted, own = _address(name), _address(bound)
    return wanted is not None and own is not None and (own.is_unspecified or wanted == own)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
