"""A mail server seen from outside: banner, STARTTLS, certificate. It says EHLO, STARTTLS and QUIT, and sends no mail.

Most networks, cloud ones above all, close port 25 outwards: then nothing can be said of the server from here.
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.x509.oid import NameOID

from bot.domains.addresses import Address, public

LONGEST_LINE = 4096
MOST_LINES = 50


class Probed(StrEnum):
    """How far the conversation got."""

    OK = "ok"
    """TLS was set up and the certificate seen."""
    UNREACHABLE = "unreachable"
    """No connection: the server is down, or port 25 is closed from here."""
    PRIVATE_ADDRESS = "private-address"
    """Not tried."""
    REFUSED = "refused"
    """The server does not want to talk to us: its greeting or its answer to EHLO was 4xx or 5xx."""
    NO_STARTTLS = "no-starttls"
    TLS_FAILED = "tls-failed"
    BROKEN = "broken"
    """The conversation broke off, or was no SMTP."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the server showed."""

    der: bytes
    names: tuple[str, ...]
    """DNS names, lower case; from outside."""
    until: datetime
    """UTC."""
    issuer: str = ""
    """The organisation that issued it; from outside."""

    def covers(self, host: str) -> bool:
        """Whether the certificate is for this host; `*.` stands for one label (RFC 9525, 6.3)."""
        name = host.lower().rstrip(".")
        return any(own in (name, f"*.{name.partition('.')[2]}") for own in self.names)


@dataclass(frozen=True, slots=True)
class Probe:
    """One server's answers."""

    host: str
    address: Address
    outcome: Probed
    banner: str = ""
    """Printable ASCII; from outside."""
    certificate: Certificate | None = None
    detail: str = ""
    tls: str = ""
    """The version that was agreed on, as OpenSSL calls it: `TLSv1.3`."""
    cipher: str = ""
    """`ECDHE-RSA-AES128-GCM-SHA256`"""


class SmtpProber:
    """Talks to mail servers on public addresses. `timeout`: seconds for one whole conversation.

    `name`: what EHLO says; None: our own address as a literal (RFC 5321, 4.1.4). `port`, `allow` (networks that count
    as public too): a server on loopback, in tests.
    """

    def __init__(
        self, *, name: str | None = None, timeout: float = 8.0, port: int = 25, allow: Iterable[str] = ()
    ) -> None:
        self._name, self._timeout, self._port = name, timeout, port
        self._allow = tuple(ipaddress.ip_network(network) for network in allow)

    async def probe(self, host: str, address: Address) -> Probe:
        """One conversation with `host` at `address`. Never raises for what the server does."""
        if not public(address) and not any(address in network for network in self._allow):
            return Probe(host, address, Probed.PRIVATE_ADDRESS)
        try:
            async with asyncio.timeout(self._timeout):
                reader, writer = await asyncio.open_connection(str(address), self._port, limit=LONGEST_LINE)
        except OSError as error:
            return Probe(host, address, Probed.UNREACHABLE, detail=str(error)[:200])
        try:
            async with asyncio.timeout(self._timeout):
                return await self._converse(host, address, reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            return Probe(host, address, Probed.BROKEN, detail=str(error)[:200])
        finally:
            writer.transport.abort()

    async def _converse(
        self, host: str, address: Address, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Probe:
        greeting = await _reply(reader)
        banner = greeting[0][4:]
        if not greeting[0].startswith("220"):
            return Probe(host, address, Probed.REFUSED, banner, detail=greeting[0])
        offers = await _command(reader, writer, f"EHLO {self._name or _literal(writer)}")
        if not offers[0].startswith("250"):
            return Probe(host, address, Probed.REFUSED, banner, detail=offers[0])
        if "STARTTLS" not in {line[4:].strip().upper() for line in offers[1:]}:
            await _command(reader, writer, "QUIT")
            return Probe(host, address, Probed.NO_STARTTLS, banner)
        go = await _command(reader, writer, "STARTTLS")
        if not go[0].startswith("220"):
            return Probe(host, address, Probed.TLS_FAILED, banner, detail=go[0])
        try:
            await writer.start_tls(_any_certificate(), server_hostname=host)
        except (ssl.SSLError, ConnectionError) as error:
            return Probe(host, address, Probed.TLS_FAILED, banner, detail=str(error)[:200])
        certificate = _certificate(writer)
        tls = writer.get_extra_info("ssl_object")
        version, cipher = (tls.version() or "", (tls.cipher() or ("",))[0]) if tls is not None else ("", "")
        await _command(reader, writer, "QUIT")
        return Probe(host, address, Probed.OK, banner, certificate, tls=version, cipher=cipher)


def _literal(writer: asyncio.StreamWriter) -> str:
    address = ipaddress.ip_address(writer.get_extra_info("sockname")[0].partition("%")[0])
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"


def _any_certificate() -> ssl.SSLContext:
    """Takes whatever certificate is shown: judging it is the caller's work, as DANE and MTA-STS judge differently.

    It agrees on old versions and ciphers too, only where the server has nothing better: they are what is looked for.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _certificate(writer: asyncio.StreamWriter) -> Certificate | None:
    tls = writer.get_extra_info("ssl_object")
    der = tls.getpeercert(binary_form=True) if tls is not None else None
    if der is None:
        return None
    shown = x509.load_der_x509_certificate(der)
    try:
        extension = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names = tuple(name.lower() for name in extension.value.get_values_for_type(x509.DNSName))
    except (x509.ExtensionNotFound, ValueError):
        names = ()
    return Certificate(der, names, shown.not_valid_after_utc, _organisation(shown))


def _organisation(shown: x509.Certificate) -> str:
    """Who issued it; empty where the certificate does not say so in words."""
    try:
        attributes = shown.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    except ValueError:
        return ""
    value = attributes[0].value if attributes else ""
    return value[:200] if isinstance(value, str) else ""


async def _command(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: str) -> list[str]:
    writer.write(f"{line}\r\n".encode("ascii"))
    await writer.drain()
    return await _reply(reader)


async def _reply(reader: asyncio.StreamReader) -> list[str]:
    """One reply with its continuation lines (RFC 5321, 4.2.1). Raises `ValueError` for what is no SMTP reply."""
    lines: list[str] = []
    while len(lines) < MOST_LINES:
        raw = await reader.readuntil(b"\n")
        line = "".join(chr(byte) if 32 <= byte < 127 else "?" for byte in raw.rstrip(b"\r\n"))
        if len(line) < 3 or not line[:3].isdigit():
            raise ValueError(line[:100])
        lines.append(line[:200])
        if line[3:4] != "-":
            return lines
    raise ValueError("endless reply")
