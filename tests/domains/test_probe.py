"""The probe, against real SMTP servers on loopback with certificates of the test's own."""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import dns.rdata
import pytest
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP

from bot.domains.checks import probe
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.smtp_probe import Certificate, Probe, Probed, SmtpProber
from bot.domains.shared.look import Look
from bot.domains.values import Options
from bot.workspace.dns import DnsServer, Zones
from tests.domains.authority_ca import TestAuthority
from tests.domains.checking import DOMAIN, agree, resolver_at, run

HOST = f"mail.{DOMAIN}"
HERE = ip_address("127.0.0.1")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority"))


class Witness(SMTP):
    """Remembers what it was told."""

    said: list[str] = []  # noqa: RUF012 - one server at a time

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's own way of naming
        self.said.append("EHLO")
        await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        self.said.append("STARTTLS")
        await super().smtp_STARTTLS(arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        self.said.append("MAIL")
        await super().smtp_MAIL(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        self.said.append("QUIT")
        await super().smtp_QUIT(arg)


@asynccontextmanager
async def mail_server(**options: Any) -> AsyncIterator[SmtpProber]:
    Witness.said.clear()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Witness(Sink(), hostname=HOST, **options), "127.0.0.1", 0)
    try:
        yield SmtpProber(timeout=10, port=server.sockets[0].getsockname()[1], allow=["127.0.0.0/8"])
    finally:
        server.close()


async def test_a_conversation_shows_banner_and_certificate_and_sends_nothing(authority: TestAuthority) -> None:
    async with mail_server(tls_context=authority.server(HOST)) as prober:
        seen = await prober.probe(HOST, HERE)
    assert seen.outcome is Probed.OK
    assert seen.banner.startswith(HOST)
    assert seen.certificate is not None
    assert seen.certificate.covers(HOST)
    assert [word for word in Witness.said if word != "EHLO"] == ["STARTTLS", "QUIT"]


async def test_a_server_without_starttls() -> None:
    async with mail_server() as prober:
        assert (await prober.probe(HOST, HERE)).outcome is Probed.NO_STARTTLS


async def test_a_closed_port_and_a_private_address() -> None:
    async with mail_server() as prober:
        port = prober._port
    assert (await SmtpProber(port=port, allow=["127.0.0.0/8"]).probe(HOST, HERE)).outcome is Probed.UNREACHABLE
    assert (await SmtpProber(port=port).probe(HOST, HERE)).outcome is Probed.PRIVATE_ADDRESS


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (b"554 nekalbame\r\n", Probed.REFUSED),
        (b"421-palaukite\r\n421 veliau\r\n", Probed.REFUSED),
        (b"HTTP/1.1 400 Bad Request\r\n", Probed.BROKEN),
        (b"", Probed.BROKEN),
        (b"220 x\r\n250-x\r\n250 STARTTLS\r\n454 ne dabar\r\n", Probed.TLS_FAILED),
        (b"220 x\r\n250-x\r\n250 STARTTLS\r\n220 go\r\nnot tls at all", Probed.TLS_FAILED),
        (b"220-x\r\n" * 100, Probed.BROKEN),
        (b"220 " + b"x" * 9000 + b"\r\n", Probed.BROKEN),
        (b"220 \x1b[31m\xff\r\n500 ?\r\n", Probed.REFUSED),
    ],
)
async def test_strange_servers(script: bytes, outcome: Probed) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(script)
        writer.write_eof()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    seen = await SmtpProber(timeout=5, port=port, allow=["127.0.0.0/8"]).probe(HOST, HERE)
    server.close()
    assert seen.outcome is outcome
    assert seen.banner.isascii()
    assert seen.banner.isprintable()


async def inspected(prober: SmtpProber, *tlsa: str, secure: bool = True) -> set[str]:
    data: dict[str, list[Any]] = {
        DOMAIN: [{"MX": [10, HOST]}, *(["SECURE"] if secure else [])],
        HOST: [{"A": "127.0.0.1"}],
        f"_25._tcp.{HOST}": [{"TLSA": record} for record in tlsa],
    }
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server)
        inspect = await probe.inspect(Look(DOMAIN, resolver.for_check(), Options(smtp_probe=True)), prober)
        await resolver.close()
    for finding in inspect:
        agree(probe, finding)
    return {finding.code for finding in inspect}


async def test_the_certificate_is_judged(authority: TestAuthority) -> None:
    cases = (
        ((HOST,), 90, {"probe-ok"}),
        ((f"*.{DOMAIN}",), 90, {"probe-ok"}),
        (("kitas.example",), 90, {"probe-certificate-name"}),
        ((HOST,), 5, {"probe-certificate-expiring"}),
        ((HOST,), -5, {"probe-certificate-expired"}),
    )
    for names, days, expected in cases:
        async with mail_server(tls_context=authority.server(*names, days=days)) as prober:
            assert await inspected(prober) == expected


async def test_the_certificate_is_held_to_tlsa_records_only_under_dnssec(authority: TestAuthority) -> None:
    path, der = authority.issue([HOST])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    right, wrong = hashlib.sha256(der).hexdigest(), "00" * 32
    async with mail_server(tls_context=context) as prober:
        assert await inspected(prober, f"3 0 1 {right}") == {"probe-ok"}
        assert await inspected(prober, f"3 0 1 {wrong}", f"3 0 1 {right}") == {"probe-ok"}
        assert await inspected(prober, f"3 0 1 {wrong}") == {"probe-dane-mismatch"}
        assert await inspected(prober, f"3 0 1 {wrong}", secure=False) == {"probe-ok"}


async def test_where_nothing_can_be_reached_the_fault_may_be_ours() -> None:
    async with mail_server() as prober:
        port = prober._port
    assert await inspected(SmtpProber(port=port, allow=["127.0.0.0/8"])) == {"probe-untestable"}


def test_one_server_down_among_others_is_its_own_fault(authority: TestAuthority) -> None:
    probes = [Probe("mx1.example", HERE, Probed.UNREACHABLE), Probe("mx2.example", HERE, Probed.NO_STARTTLS)]
    verdict = probe.judge(probes, {}, datetime.now(UTC))
    assert [finding.code for finding in verdict] == ["probe-host-down", "probe-no-starttls"]


async def test_nobody_is_spoken_to_unless_that_was_asked_for() -> None:
    data = {DOMAIN: [{"MX": [10, HOST]}], HOST: [{"A": "185.5.54.7"}]}
    assert await run(probe, data) == ()
    assert await run(probe, data, smtp_probe=True, network=False) == ()


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_an_outdated_connection_is_told(authority: TestAuthority) -> None:
    """By NCSC-NL's guidelines of 2025; the server has nothing better."""
    for version, ciphers, expected in (
        (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0", "probe-tls-outdated"),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA", "probe-tls-insufficient"),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA256", "probe-tls-phase-out"),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", "probe-ok"),
    ):
        context = authority.server(HOST)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = version
        context.set_ciphers(ciphers)
        async with mail_server(tls_context=context) as prober:
            assert await inspected(prober) == {expected}


def test_the_issuer_is_held_to_the_caa_records() -> None:
    """RFC 8659, 4.2: who is not named may not issue the next certificate."""
    shown = Certificate(b"", (HOST,), datetime.now(UTC) + timedelta(days=60), issuer="Let's Encrypt")
    seen = Probe(HOST, HERE, Probed.OK, certificate=shown, tls="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384")
    nothing = Answer(HOST, "TLSA", Outcome.NODATA)
    for issue, expected in (
        ("letsencrypt.org", "probe-ok"),
        ("sectigo.com", "probe-caa-issuer"),
        (";", "probe-caa-issuer"),
    ):
        record = dns.rdata.from_text("IN", "CAA", f'0 issue "{issue}"')
        rule = Answer(HOST, "CAA", Outcome.FOUND, (record,))
        (finding,) = probe.judge([seen], {HOST: nothing}, datetime.now(UTC), {HOST: rule})
        agree(probe, finding)
        assert finding.code == expected
