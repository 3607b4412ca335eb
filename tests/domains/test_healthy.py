"""Set-ups that are right: every provider that the data knows, as its documentation has its customers publish. None may
draw anything above a notice.

Each file of `healthy/` holds the customer's zone and the page that prescribes it; `KEY: 2048` stands for a DKIM key of
so many bits. What the provider itself publishes (its hosts' addresses, their names, its SPF record) is put beside it.
"""

import base64
import ipaddress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.domains.engine.check import check, last
from bot.domains.knowledge.blocklists import blocklists
from bot.domains.knowledge.providers import providers
from bot.domains.values import Options, Status
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import Data, resolver_at

SET_UPS = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "healthy").glob("*.yml"))
}


@cache
def public_key() -> str:
    public = rsa.generate_private_key(65537, 2048).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def zones(domain: str, zone: dict[str, list[dict[str, Any]]]) -> Data:
    """The customer's zone with all that the others publish."""
    data: Data = {
        f"{name}.{domain}".removeprefix("@."): [_entry(item) for item in those] for name, those in zone.items()
    }
    data[domain] += [{"SOA": f"ns1.vardai.example hostmaster.{domain} 1 7200 3600 1209600 300"}]
    data[domain] += [{"NS": "ns1.vardai.example"}, {"NS": "ns2.vardai.example"}]
    data |= {"ns1.vardai.example": [{"A": "185.5.52.53"}], "ns2.vardai.example": [{"A": "79.98.28.53"}]}
    hosts = [str(item["MX"]).split()[1] for item in zone["@"] if "MX" in item]
    for number, host in enumerate(host for host in hosts if "verification" not in host):
        address = ipaddress.ip_address("185.5.54.10") + number
        data |= {host: [{"A": str(address)}], address.reverse_pointer: [{"PTR": host}]}
    for term in (word for item in zone["@"] if "TXT" in item for word in item["TXT"].split()):
        if term.startswith(("include:", "redirect=")):
            data[term.replace("=", ":").partition(":")[2]] = [{"TXT": "v=spf1 ip4:79.98.20.0/24 ~all"}]
    for entry in blocklists():
        data[entry.entry(entry.test)] = [{"A": entry.codes[0][0] if entry.codes else f"127.0.0.{entry.bits[0][0]}"}]
    return data


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {"TXT": f"v=DKIM1; k=rsa; p={public_key()}"} if "KEY" in entry else entry


@pytest.mark.parametrize("name", SET_UPS)
async def test_a_healthy_set_up_draws_nothing_above_a_notice(name: str) -> None:
    set_up = SET_UPS[name]
    async with DnsServer(Zones(zones(set_up["domain"], set_up["zone"]))) as server:
        resolver = resolver_at(server)
        try:
            report = await last(set_up["domain"], check(set_up["domain"], resolver, Options(network=False)))
        finally:
            await resolver.close()
    assert [finding.code for finding in report.findings if finding.status.rank > Status.NOTICE.rank] == []


def test_every_provider_is_there() -> None:
    assert {provider.name for provider in providers()} <= set(SET_UPS)
    assert len(SET_UPS) >= 40
