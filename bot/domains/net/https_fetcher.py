"""The only way to HTTPS: small bodies, short times, public addresses only, no redirects.

Each address is judged in the moment in which it is connected to, whatever it was made from: a name that answers with a
public address first and a private one later gains nothing (DNS rebinding), nor does a literal that only the HTTP
library reads as an address. Redirects are refused as RFC 8461, 3.3 says.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import Connection

from bot.domains.addresses import Address, Network, public, read
from bot.domains.net.dns import Resolver
from bot.domains.net.fetch import Fetched, Page
from bot.domains.net.hosts import addresses
from bot.domains.validity import Validity


class PrivateAddressError(OSError):
    """A name led to an address that the world cannot reach, or that we must not."""


class _PublicAddresses(AbstractResolver):
    """Asks our own resolver and drops what is not public. aiohttp asks nobody for an address that it reads in the URL
    itself: whatever it connects to passes `socket` as well."""

    def __init__(self, resolver: Callable[[], Resolver], allow: tuple[Network, ...], port: int | None) -> None:
        self._resolver, self._allow, self._port = resolver, allow, port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        resolved = (await addresses(self._resolver(), host.lower().rstrip("."))).addresses
        if not resolved:
            raise OSError(f"no address for {host}")
        allowed = [address for address in resolved if self.allowed(address)]
        if not allowed:
            raise PrivateAddressError(str(resolved[0]))
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=self._port or port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in allowed
        ]

    def socket(self, to: aiohttp.AddrInfoType) -> socket.socket:
        """For a connection to this address. Raises PrivateAddressError."""
        family, kind, protocol, _, where = to
        address = read(str(where[0]))
        if address is None or not self.allowed(address):
            raise PrivateAddressError(str(where[0]))
        return socket.socket(family, kind, protocol)

    def allowed(self, address: Address) -> bool:
        return public(address) or any(address in network for network in self._allow)

    async def close(self) -> None:
        return None


class _Response(aiohttp.ClientResponse):
    """Notes the server's certificate while it has the connection, which is let go with the last byte."""

    certificate: Validity | None = None

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        shown = connection.transport.get_extra_info("peercert") if connection.transport is not None else None
        if shown:
            self.certificate = Validity(_time(shown["notBefore"]), _time(shown["notAfter"]))
        return await super().start(connection)


class HttpsFetcher:
    """A `Fetcher` over aiohttp. Each fetch has its own connection: there are few, to hosts that seldom repeat.

    `resolver`: gives one to ask for addresses, with a budget of its own for each fetch: `SharedResolver.for_check`.
    `timeout`: seconds for the whole fetch. `ca_file`: a PEM file in place of the system's authorities.
    `allow`: networks that count as public too, and `port` in place of 443: a server on loopback.
    """

    def __init__(
        self,
        resolver: Callable[[], Resolver],
        *,
        timeout: float = 5.0,
        ca_file: str | None = None,
        allow: Iterable[str] = (),
        port: int | None = None,
    ) -> None:
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._tls = _trusting(ca_file)
        networks = tuple(ipaddress.ip_network(network) for network in allow)
        self._addresses = _PublicAddresses(resolver, networks, port)

    async def __call__(self, url: str, *, limit: int = 65536) -> Page:
        """See `Fetcher`."""
        if not url.lower().startswith("https://"):
            return Page(url, Fetched.REFUSED, detail="not https")
        if not _plain_host(url):
            return Page(url, Fetched.REFUSED, detail="the host is no ASCII name")
        try:
            return await self._get(url, limit)
        except aiohttp.ClientSSLError as error:
            return Page(url, Fetched.CERTIFICATE, detail=_words(error))
        except aiohttp.ClientConnectorError as error:
            private = isinstance(error.os_error, PrivateAddressError)
            return Page(url, Fetched.PRIVATE_ADDRESS if private else Fetched.REFUSED, detail=_words(error))
        except TimeoutError:
            return Page(url, Fetched.TIMEOUT)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Page(url, Fetched.REFUSED, detail=_words(error))

    async def _get(self, url: str, limit: int) -> Page:
        addresses = self._addresses
        connector = aiohttp.TCPConnector(
            ssl=self._tls, resolver=addresses, socket_factory=addresses.socket, use_dns_cache=False, force_close=True
        )
        options: dict[str, Any] = {"timeout": self._timeout, "auto_decompress": False, "trust_env": False}
        async with (
            aiohttp.ClientSession(connector=connector, response_class=_Response, **options) as session,
            session.get(url, allow_redirects=False, headers={"Accept-Encoding": "identity"}) as response,
        ):
            if 300 <= response.status < 400:
                return Page(
                    url, Fetched.REDIRECT, status=response.status, detail=response.headers.get("Location", "")[:200]
                )
            if response.status != 200:
                gone = response.status in (404, 410)
                return Page(url, Fetched.NOT_FOUND if gone else Fetched.STATUS, status=response.status)
            body = bytearray()
            async for chunk in response.content.iter_chunked(4096):
                body += chunk
                if len(body) > limit:
                    return Page(url, Fetched.TOO_LARGE, status=200)
            certificate = response.certificate if isinstance(response, _Response) else None
            return Page(url, Fetched.OK, bytes(body), response.content_type.lower(), 200, certificate=certificate)


@cache
def _trusting(ca_file: str | None) -> ssl.SSLContext:
    """Kept, for reading the system's authorities takes some 30 ms."""
    return ssl.create_default_context(cafile=ca_file)


def _plain_host(url: str) -> bool:
    """Whether the host is written as the DNS has it, or as an address without a zone: other spellings of an address
    (`①27.0.0.1`) are read in as many ways as there are libraries."""
    host = _host(url)
    return host.isascii() and "%" not in host and bool(host)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _time(words: str) -> datetime:
    """As OpenSSL writes it: `Jan  5 09:34:43 2027 GMT`."""
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(words), UTC)


def _words(error: Exception) -> str:
    return str(error)[:200]
