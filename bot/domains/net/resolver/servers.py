"""Chooses the name servers and the protocol to ask them over."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.domains.net.resolver.datagrams import Datagrams
from bot.domains.net.resolver.far import Far
from bot.domains.net.resolver.shared import AT_ONCE, Server, SharedResolver
from bot.domains.net.resolver.streams import Streams


@dataclass(frozen=True, slots=True)
class Nameserver:
    host: str
    port: int = 53


def system_nameservers(path: Path = Path("/etc/resolv.conf")) -> tuple[Nameserver, ...]:
    """The machine's own resolvers, in their order; loopback where the file names none (resolv.conf(5))."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    words = [line.split() for line in lines]
    named = tuple(Nameserver(word[1]) for word in words if len(word) > 1 and word[0] == "nameserver")
    return named or (Nameserver("127.0.0.1"),)


def nameserver(text: str) -> Nameserver:
    """`192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`. Raises `ValueError`."""
    if text.count(":") > 1 and not text.startswith("["):
        return Nameserver(text)
    parts = urlsplit(f"//{text}")
    if not parts.hostname or parts.path:
        raise ValueError(text)
    return Nameserver(parts.hostname, parts.port or 53)


def resolver_over(
    nameservers: Sequence[Nameserver] = (),
    *,
    over: str | None = None,
    timeout: float = 2.0,
    direct: bool = True,
    at_once: int = AT_ONCE,
    far: Far | None = None,
) -> SharedResolver:
    """A resolver for the whole process.

    `nameservers`: asked over UDP and TCP, the first first; none: the system's. `over` takes their place:
    `https://host/path` (DNS over HTTPS) or `tls://host[:port]` (DNS over TLS). `timeout`: seconds an attempt.
    `direct`: whether a check may also ask a domain's own nameservers. `at_once`: questions in flight, the rest wait.
    `far`: where processes share answers.
    Raises `ValueError` for another `over`.
    """
    if over:
        return SharedResolver((_encrypted(over),), timeout=timeout, direct=direct, at_once=at_once, far=far)
    servers = [plain(server.host, server.port) for server in nameservers or system_nameservers()]
    return SharedResolver(servers, timeout=timeout, direct=direct, at_once=at_once, far=far)


def plain(host: str, port: int = 53) -> Server:
    return Server(Datagrams(host, port), Streams(host, port))


def _encrypted(over: str) -> Server:
    parts = urlsplit(over)
    if parts.scheme == "tls" and parts.hostname:
        return Server(Streams(parts.hostname, parts.port or 853, tls=ssl.create_default_context()))
    if parts.scheme == "https" and parts.hostname:
        from bot.domains.net.resolver.https import Https  # noqa: PLC0415 - the HTTP library loads slowly, and few need it

        return Server(Https(over))
    raise ValueError(over)
