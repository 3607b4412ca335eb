"""The sample domains are whole: what their records name is there, but for what each is meant to lack."""

import dns.asyncresolver
import dns.resolver
import dns.reversename
import pytest

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.dns.zones import load

HEALTHY = ["imone.example", "sveika.example", "parduotuve.example", "kepykla.example", "acme.example"]
HEALTHY.append("xn--sis-hpa81d.example")
LISTED = "194.31.55.86"


@pytest.fixture
async def ask():
    async with DnsServer(sample_zones()) as server:
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers, resolver.port, resolver.lifetime = [server.host], server.port, 1.0

        async def values_of(name: str, type: str) -> list[str]:
            answer = await resolver.resolve(name, type, raise_on_no_answer=False)
            return [rdata.to_text().replace('" "', "").strip('"') for rdata in answer]

        yield values_of


@pytest.mark.parametrize("domain", HEALTHY)
async def test_mail_hosts_resolve_and_their_addresses_point_back(ask, domain):
    hosts = [record.split()[1] for record in await ask(domain, "MX")]
    assert hosts
    for host in hosts:
        for address in await ask(host, "A"):
            names = await ask(dns.reversename.from_address(address).to_text(), "PTR")
            assert address in [back for name in names for back in await ask(name, "A")]


@pytest.mark.parametrize("domain", [*HEALTHY, "senas.example", "listed.example", "nemokam.example"])
async def test_name_servers_are_two_and_resolve(ask, domain):
    servers = await ask(domain, "NS")
    assert len(servers) >= 2
    for server in servers:
        assert await ask(server, "A")


@pytest.mark.parametrize("domain", HEALTHY)
async def test_what_spf_includes_is_there(ask, domain):
    pending = [domain]
    while pending:
        name = pending.pop()
        records = [text for text in await ask(name, "TXT") if text.startswith("v=spf1")]
        assert records, name
        pending += [term.partition(":")[2] for text in records for term in text.split() if term.startswith("include:")]


@pytest.mark.parametrize(
    ("domain", "spf_records", "dmarc"),
    [
        ("imone.example", 1, None),
        ("sveika.example", 1, "quarantine"),
        ("parduotuve.example", 2, "quarantine"),
        ("kepykla.example", 1, "none"),
        ("acme.example", 1, "reject"),
    ],
)
async def test_each_domain_has_the_fault_it_is_there_for(ask, domain, spf_records, dmarc):
    assert sum(text.startswith("v=spf1") for text in await ask(domain, "TXT")) == spf_records
    if dmarc is None:
        with pytest.raises(dns.resolver.NXDOMAIN):
            await ask(f"_dmarc.{domain}", "TXT")
    else:
        assert f"p={dmarc}" in (await ask(f"_dmarc.{domain}", "TXT"))[0]


async def test_the_old_mail_host_is_gone(ask):
    (record,) = await ask("senas.example", "MX")
    with pytest.raises(dns.resolver.NXDOMAIN):
        await ask(record.split()[1], "A")


async def test_the_silent_domain_times_out(ask):
    with pytest.raises(dns.resolver.LifetimeTimeout):
        await ask("tyli.test", "MX")


async def test_the_listed_address_is_listed_and_has_no_name(ask):
    reverse = ".".join(reversed(LISTED.split(".")))
    assert await ask(f"{reverse}.zen.spamhaus.org", "A") == ["127.0.0.3"]
    with pytest.raises(dns.resolver.NXDOMAIN):
        await ask(f"{reverse}.in-addr.arpa", "PTR")


async def test_blocklists_hold_their_test_entry_and_not_the_whole_world(ask):
    assert await ask("2.0.0.127.zen.spamhaus.org", "A") == ["127.0.0.2"]
    with pytest.raises(dns.resolver.NXDOMAIN):
        await ask("1.0.0.127.zen.spamhaus.org", "A")


async def test_a_null_mx_is_served(ask):
    assert await ask("nemokam.example", "MX") == ["0 ."]


def test_a_name_stands_in_one_file(tmp_path):
    for file in ("a.toml", "b.toml"):
        (tmp_path / file).write_text('"imone.example" = [{ A = "213.186.33.5" }]')
    with pytest.raises(ValueError, match=r"b\.toml: imone\.example stands in another file too"):
        load(tmp_path)
