"""A hosting company's customers, made up: how their mail is set up, as records for a name server.

The mix: OVHcloud, Google Workspace, Microsoft 365, servers of their own, broken in the usual ways, gone, not served
by their name servers (`dead`), and left without an answer (`silent`).
"""

from collections.abc import Callable, Iterator

from bot.domains.knowledge.blocklists import blocklists

Record = tuple[str, str, str]
"""Owner, type, value in presentation form."""

KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
SHARED: tuple[Record, ...] = (
    ("ns1.hosting.lt", "A", "185.5.52.53"),
    ("ns1.hosting.lt", "AAAA", "2a02:4780:53::1"),
    ("ns2.hosting.lt", "A", "79.98.28.53"),
    ("mx0.mail.ovh.net", "A", "178.33.0.10"),
    ("mx1.mail.ovh.net", "A", "178.33.0.11"),
    ("mx2.mail.ovh.net", "A", "87.98.0.12"),
    ("mx3.mail.ovh.net", "A", "91.121.0.13"),
    ("10.0.33.178.in-addr.arpa", "PTR", "mx0.mail.ovh.net."),
    ("11.0.33.178.in-addr.arpa", "PTR", "mx1.mail.ovh.net."),
    ("12.0.98.87.in-addr.arpa", "PTR", "mx2.mail.ovh.net."),
    ("13.0.121.91.in-addr.arpa", "PTR", "mx3.mail.ovh.net."),
    ("mx.ovh.com", "TXT", "v=spf1 ip4:178.33.0.0/16 ip4:87.98.0.0/16 ip4:91.121.0.0/16 ~all"),
    ("mailconfig.ovh.net", "A", "178.33.0.80"),
    ("smtp.google.com", "A", "142.250.0.26"),
    ("smtp.google.com", "AAAA", "2a00:1450:26::1"),
    ("26.0.250.142.in-addr.arpa", "PTR", "smtp.google.com."),
    ("_spf.google.com", "TXT", "v=spf1 include:_netblocks.google.com include:_netblocks2.google.com ~all"),
    ("_netblocks.google.com", "TXT", "v=spf1 ip4:142.250.0.0/16 ip4:209.85.128.0/17 ~all"),
    ("_netblocks2.google.com", "TXT", "v=spf1 ip6:2a00:1450:4000::/36 ~all"),
    ("spf.protection.outlook.com", "TXT", "v=spf1 ip4:40.92.0.0/15 ip4:52.100.0.0/14 ip6:2a01:111:f400::/48 -all"),
    ("eur.mx.outlook.com", "A", "52.101.0.1"),
    ("1.0.101.52.in-addr.arpa", "PTR", "eur.mx.outlook.com."),
    ("autodiscover.outlook.com", "A", "52.96.0.1"),
    ("reports.hosting.lt", "MX", "10 mx0.mail.ovh.net."),
)


def ovh(name: str, number: int) -> Iterator[Record]:
    for preference, host in ((1, "mx0"), (5, "mx1"), (50, "mx2"), (100, "mx3")):
        yield name, "MX", f"{preference} {host}.mail.ovh.net."
    yield name, "TXT", "v=spf1 include:mx.ovh.com ~all"
    yield f"autodiscover.{name}", "CNAME", "mailconfig.ovh.net."
    if number % 3:
        yield f"_dmarc.{name}", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@reports.hosting.lt"
        yield f"{name}._report._dmarc.reports.hosting.lt", "TXT", "v=DMARC1"
        yield f"ovhmo-selector-1._domainkey.{name}", "TXT", KEY


def google(name: str, number: int) -> Iterator[Record]:
    yield name, "MX", "1 smtp.google.com."
    yield name, "TXT", "v=spf1 include:_spf.google.com ~all"
    yield name, "TXT", f"google-site-verification={number:016}"
    yield f"google._domainkey.{name}", "TXT", KEY
    yield f"_dmarc.{name}", "TXT", f"v=DMARC1; p={'reject' if number % 2 else 'none'}; rua=mailto:d@{name}"


def microsoft(name: str, number: int) -> Iterator[Record]:
    dashed = name.replace(".", "-")
    yield name, "MX", f"0 {dashed}.mail.protection.outlook.com."
    yield f"{dashed}.mail.protection.outlook.com", "A", "52.101.0.1"
    yield name, "TXT", "v=spf1 include:spf.protection.outlook.com -all"
    yield f"autodiscover.{name}", "CNAME", "autodiscover.outlook.com."
    for selector in ("selector1", "selector2"):
        target = f"{selector}-{dashed}._domainkey.imone{number}.onmicrosoft.com"
        yield target, "TXT", KEY
        yield f"{selector}._domainkey.{name}", "CNAME", f"{target}."
    yield f"_dmarc.{name}", "TXT", f"v=DMARC1; p=quarantine; rua=mailto:d@{name}"


def own_server(name: str, number: int) -> Iterator[Record]:
    third, fourth = divmod(number, 250)
    yield name, "MX", f"10 mail.{name}."
    yield f"mail.{name}", "A", f"185.7.{third}.{fourth + 1}"
    yield f"{fourth + 1}.{third}.7.185.in-addr.arpa", "PTR", f"mail.{name}."
    yield name, "TXT", "v=spf1 mx a -all"
    yield f"_dmarc.{name}", "TXT", f"v=DMARC1; p=quarantine; rua=mailto:d@{name}"
    yield f"default._domainkey.{name}", "TXT", KEY
    if number % 4 == 0:
        yield f"_mta-sts.{name}", "TXT", "v=STSv1; id=20261101T000000"
        yield f"mta-sts.{name}", "A", "185.5.52.81"
        yield f"_smtp._tls.{name}", "TXT", f"v=TLSRPTv1; rua=mailto:t@{name}"


def broken(name: str, number: int) -> Iterator[Record]:
    faults: tuple[tuple[Record, ...], ...] = (
        ((name, "MX", f"10 mail.{name}."),),
        ((name, "MX", "10 mx0.mail.ovh.net."), (name, "TXT", "v=spf1 +all")),
        ((name, "TXT", "v=spf1 mx -all"), (name, "TXT", "v=spf1 include:mx.ovh.com ~all")),
        ((name, "MX", "1 smtp.google.com."), (name, "TXT", "v=spf1 include:_spf.gone.example ip4:300.1.1.1 ~all")),
        ((name, "MX", "10 10.0.0.1."), (f"_dmarc.{name}", "TXT", "v=DMARC1; p=strong")),
    )
    yield from faults[number // 10 % len(faults)]


Making = Callable[[str, int], Iterator[Record]]
MIX: tuple[tuple[int, str, Making | None], ...] = (
    (30, "ovh", ovh),
    (20, "google", google),
    (20, "microsoft", microsoft),
    (16, "own", own_server),
    (10, "broken", broken),
    (2, "gone", None),
    (1, "dead", None),
    (1, "silent", None),
)
"""How many in a hundred, what their names begin with, and what they publish."""


def customers(count: int) -> list[str]:
    """The domains, the kinds well mixed."""
    kinds = [kind for share, kind, _ in MIX for _ in range(share)]
    return [f"{kinds[number * 37 % 100]}{number}.lt" for number in range(count)]


def records(domains: list[str]) -> Iterator[Record]:
    """All that is published: the services' records, then each domain's."""
    making = {kind: make for _, kind, make in MIX}
    yield from SHARED
    for blocklist in blocklists():  # each holds its test entry, and nobody else
        meanings = [f"127.0.0.{bit}" for bit, _ in blocklist.bits] or [code for code, _ in blocklist.codes]
        yield blocklist.entry(blocklist.test), "A", meanings[0]
    for number, name in enumerate(domains):
        make = making[name.partition(".")[0].rstrip("0123456789")]
        if make is not None:
            yield name, "NS", "ns1.hosting.lt."
            yield name, "NS", "ns2.hosting.lt."
            yield name, "A", f"185.5.{number // 250}.{number % 250 + 1}"
            yield from make(name, number)
