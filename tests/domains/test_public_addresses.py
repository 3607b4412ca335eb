"""A zone names addresses that we would connect to: none of them may lead into our own network."""

import ipaddress

import pytest

from bot.domains.addresses import public
from bot.domains.net.resolver.servers import plain
from bot.domains.net.resolver.shared import SharedResolver
from bot.domains.net.smtp_probe import Probed, SmtpProber

INSIDE = (
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",  # RFC 6598: a provider's own
    "169.254.169.254",  # a cloud's metadata
    "0.0.0.0",
    "224.0.0.251",
    "255.255.255.255",
    "240.0.0.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fec0::1",  # RFC 3879: site-local, as it once was
    "ff02::1",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "64:ff9b::a00:1",  # RFC 6052: 10.0.0.1 behind a translator
    "2002:a00:1::",  # RFC 3056: the same behind a 6to4 relay
)


@pytest.mark.parametrize("address", INSIDE)
async def test_no_door_leads_inside(address: str) -> None:
    where = ipaddress.ip_address(address)
    assert not public(where)
    resolver = SharedResolver([plain("127.0.0.1", 9)])
    assert await resolver.for_check().ask_server(address, "a.test", "SOA") is None
    assert resolver.sent == 0
    assert (await SmtpProber(timeout=1).probe("mx.a.test", where)).outcome is Probed.PRIVATE_ADDRESS


@pytest.mark.parametrize("address", ["8.8.8.8", "79.98.25.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_world_is_public(address: str) -> None:
    assert public(ipaddress.ip_address(address))
