"""The trust border: the receiver's first own server, and the address that handed the mail to it.

What stands in the header below that server's `Received` field was there when the mail came in, so it is the sender's
word only (RFC 8601, 5; RFC 5321, 7.6).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domains.addresses import read as read_address
from bot.mails.header.fields import Header
from bot.mails.header.names import domain_of, is_inside
from bot.mails.header.operators import gateway, operator, same
from bot.mails.header.results import received_spf, results
from bot.mails.path import Path
from bot.mails.values import Hop

_FOREFRONT = "x-forefront-antispam-report"
_REVERSE = re.compile(r"(?:^|;)\s*PTR:([^;\s]{1,253})")
_NOBODY = "255.255.255.255"
"""What Exchange writes for mail that never left it."""


@dataclass(frozen=True, slots=True)
class Border:
    hop: int | None
    """Index into the hops; None where the mail never left one network, or nothing tells."""
    address: str | None
    place: int
    """The field from which on everything below is the sender's word: an index into the header's fields."""
    below: int
    """The next `Received` field under it; the number of fields where there is none."""
    host: str | None
    """The receiver's server there."""


def border(header: Header, path: Path) -> Border:
    """Walks from the last hop back to the first that came from somebody else's server."""
    checked = frozenset(_checked(header))
    for index in range(len(path.hops) - 1, -1, -1):
        hop = path.hops[index]
        if hop.address is None or is_inside(hop.address) or _is_fetched(hop) or _passed_on(header, path, index):
            continue
        if hop.address in checked or not same(_client(hop), hop.by_host):
            below = path.places[index - 1] if index else len(header.fields)
            return Border(index, hop.address, path.places[index], below, _server(path.hops[index:]))
    return _unknown(header, path)


def _server(hops: Sequence[Hop]) -> str | None:
    """The receiver's server at the border. One that gives itself no full name, as iCloud's, goes by the name of the
    next one, which is the same receiver's."""
    own = hops[0].by_host
    later = (name for hop in hops[1:] for name in (_client(hop), hop.by_host))
    return next((name for name in (own, *later) if name and "." in name), own)


def _unknown(header: Header, path: Path) -> Border:
    """No hop came from outside: the border is where the receiver's check says it is, or nowhere."""
    top = path.places[-1] if path.places else len(header.fields)
    address = next((each for each in _checked(header) if not is_inside(each) and each != _NOBODY), None)
    host = path.hops[-1].by_host if path.hops else None
    return Border(None, address, top if path.hops else len(header.fields), len(header.fields), host)


def _is_fetched(hop: Hop) -> bool:
    """Whether the receiver collected it from a mailbox: what it connected to is its own."""
    return (hop.protocol or "").startswith(("POP", "IMAP"))


def _client(hop: Hop) -> str | None:
    """The name to know a client by: the verified one. What it calls itself counts only where the server does not say
    that it found no name for the address."""
    return hop.verified_host or (None if hop.unverified else hop.from_host)


def _passed_on(header: Header, path: Path, index: int) -> bool:
    """Whether this hop's client is the receiver's own filter service, through which its mail comes in: the service took
    the mail from outside and checked it there, for the same recipient."""
    client = _client(path.hops[index])
    earlier = _entry(path.hops, index, client)
    if earlier is None:
        return False
    service = gateway(client)
    if service and not _is_named(header, client, path.hops[index]):
        return False
    if service and any(_has(header, mark) for mark in service.outbound):
        return False
    between = range(path.places[index] + 1, path.places[earlier])
    checked = any(_is_check(header, place, client) for place in between)
    there, here = domain_of(path.hops[earlier].recipient), domain_of(path.hops[index].recipient)
    if service:
        return checked or any(_has(header, mark) for mark in service.inbound)
    return checked and there is not None and there == here


def _is_named(header: Header, client: str | None, hop: Hop) -> bool:
    """Whether the client's name is more than its own word, as far as that is told: Exchange writes what the reverse DNS
    says into a field of its own."""
    if hop.verified_host:
        return True
    match = _REVERSE.search(header.get(_FOREFRONT))
    return match is None or same(match[1], client)


def _has(header: Header, mark: str) -> bool:
    name, _, beginning = mark.partition(":")
    return any(value.lower().startswith(beginning) for value in header.all(name))


def _entry(hops: Sequence[Hop], index: int, client: str | None) -> int | None:
    """The earlier hop by which the operator of `client` took the mail from outside."""
    for earlier in range(index - 1, -1, -1):
        hop = hops[earlier]
        outside = hop.address is not None and not is_inside(hop.address)
        if outside and same(hop.by_host, client) and not same(_client(hop), client):
            return earlier
    return None


def _is_check(header: Header, place: int, client: str | None) -> bool:
    """Whether a field is the outcome of a check by the operator of `client`."""
    field = header.fields[place]
    if field.name == "authentication-results":
        return _is_by(results(field.value).by, client)
    if field.name == "received-spf":
        spf = received_spf(field.value)
        return spf is not None and _is_by(spf.receiver, client)
    return False


def _is_by(identifier: str | None, client: str | None) -> bool:
    return identifier is not None and operator(identifier) == operator(client)


def _checked(header: Header) -> Iterator[str]:
    """Addresses that some server says it checked as its client's."""
    for field in header.fields:
        client: str | None = None
        if field.name == "received-spf":
            spf = received_spf(field.value)
            client = spf.client if spf else None
        elif field.name in {"authentication-results", "arc-authentication-results"}:
            client = client_in(field.value)
        elif field.name == _FOREFRONT:
            client = next((part[4:] for part in field.value.split(";") if part.strip().startswith("CIP:")), None)
        address = read_address((client or "").strip("[]"))
        if address is not None:
            yield str(address)


def client_in(value: str) -> str | None:
    """The client's address that an Authentication-Results field names."""
    for result in results(value).results:
        if remote := result.get("smtp.remote-ip") or result.get("policy.iprev"):
            return remote
        if result.method == "spf" and (spf := received_spf(f"{result.result} ({result.comment})")) is not None:
            return spf.client
    return None
