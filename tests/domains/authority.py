"""Real name servers on loopback: NSD with zones signed here, Unbound as the validator in front of it.

Both come from Debian (`nsd`, `unbound`). On a machine without them the tests are skipped; in CI that is a failure.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.dnssec
import dns.message
import dns.name
import dns.query
import dns.rdatatype
import dns.rdtypes.ANY.DNSKEY
import dns.rrset
import dns.zone
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from dns.dnssectypes import DSDigest

PROGRAMS = ("nsd", "unbound")
DS = dns.rdatatype.DS


def need_programs() -> None:
    """Skips the test where the servers are not installed, and fails it in CI."""
    missing = [name for name in PROGRAMS if _program(name) is None]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@dataclass
class Signed:
    """A zone of text, with the key it is signed by.

    `days`: how long signatures still hold, of `life`; under 0: they have expired.
    """

    name: str
    text: str
    days: int = 30
    life: int = 90
    signed: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def dnskey(self) -> dns.rdtypes.ANY.DNSKEY.DNSKEY:
        return dns.dnssec.make_dnskey(self.key.public_key(), "ECDSAP256SHA256", flags=257)

    def ds(self) -> str:
        """The record that its parent must hold."""
        made = dns.dnssec.make_ds(dns.name.from_text(self.name), self.dnskey, DSDigest.SHA256)
        return f"{self.name} 300 IN DS {made.to_text()}"

    def zone(self) -> dns.zone.Zone:
        head = f"$ORIGIN {self.name}\n$TTL 300\n@ SOA ns hostmaster 1 7200 3600 1209600 300\n@ NS ns\nns A 127.0.0.1\n"
        zone = dns.zone.from_text(head + self.text, origin=self.name, relativize=False)
        if self.signed:
            until = datetime.now(UTC) + timedelta(days=self.days)
            keys = [(self.key, self.dnskey)]
            with zone.writer() as change:
                dns.dnssec.sign_zone(
                    zone,
                    change,
                    keys=keys,
                    add_dnskey=True,
                    dnskey_ttl=300,
                    inception=until - timedelta(days=self.life),
                    expiration=until,
                )
        return zone


def forge(zone: dns.zone.Zone, type: str, text: str) -> None:
    """Changes a record of the apex after signing, as somebody on the way would."""
    kind = dns.rdatatype.from_text(type)
    zone.replace_rdataset(zone.origin, dns.rdataset.from_text("IN", kind, 300, text))


@contextmanager
def validator(folder: Path, anchor: Signed, zones: dict[str, dns.zone.Zone]) -> Iterator[int]:
    """NSD with these zones and Unbound that trusts `anchor`'s key; the port where Unbound answers."""
    authority, port = free_port(), free_port()
    for number, zone in enumerate(zones.values()):
        zone.to_file(str(folder / f"{number}.zone"), relativize=False)
    names = "".join(f'zone:\n  name: "{name}"\n  zonefile: "{n}.zone"\n' for n, name in enumerate(zones))
    (folder / "nsd.conf").write_text(
        f'server:\n  ip-address: 127.0.0.1@{authority}\n  zonesdir: "{folder}"\n  username: ""\n  chroot: ""\n'
        f'  pidfile: ""\n  xfrdfile: ""\n  zonelistfile: "{folder}/zone.list"\n  xfrdir: "{folder}"\n'
        f"remote-control:\n  control-enable: no\n{names}"
    )
    top = anchor.name
    (folder / "unbound.conf").write_text(
        f'server:\n  interface: 127.0.0.1\n  port: {port}\n  username: ""\n  chroot: ""\n  directory: "{folder}"\n'
        f'  pidfile: ""\n  use-syslog: no\n  do-not-query-localhost: no\n  do-ip6: no\n  ede: yes\n  val-log-level: 2\n'
        f'  module-config: "validator iterator"\n  trust-anchor: "{top} DNSKEY {anchor.dnskey.to_text()}"\n'
        f'  local-zone: "{top}" nodefault\n'
        f'stub-zone:\n  name: "{top}"\n  stub-addr: 127.0.0.1@{authority}\n'
        f"remote-control:\n  control-enable: no\n"
        + "".join(
            f'stub-zone:\n  name: "{name}"\n  stub-addr: 127.0.0.1@{authority}\n' for name in zones if name != top
        )
    )
    commands = (
        [str(_program("nsd")), "-d", "-c", str(folder / "nsd.conf")],
        [str(_program("unbound")), "-d", "-c", str(folder / "unbound.conf")],
    )
    with open(folder / "log", "wb") as log:
        running = [subprocess.Popen(command, stdout=log, stderr=log) for command in commands]
        try:
            _wait(port, top, folder / "log", running)
            yield port
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=10)


@contextmanager
def nsd(folder: Path, address: str, port: int, name: str, text: str) -> Iterator[None]:
    """NSD at this address with one zone, of a master file's text."""
    folder.mkdir(exist_ok=True)
    (folder / "zone").write_text(text)
    (folder / "nsd.conf").write_text(
        f'server:\n  ip-address: {address}@{port}\n  zonesdir: "{folder}"\n  username: ""\n  chroot: ""\n'
        f'  pidfile: ""\n  xfrdfile: ""\n  zonelistfile: "{folder}/zone.list"\n  xfrdir: "{folder}"\n'
        f'remote-control:\n  control-enable: no\nzone:\n  name: "{name}"\n  zonefile: "zone"\n'
    )
    with _running(folder, name, port, [str(_program("nsd")), "-d", "-c", str(folder / "nsd.conf")], address):
        yield


@contextmanager
def unbound(folder: Path, name: str, authority: str) -> Iterator[int]:
    """Unbound that asks `authority` (`address@port`) for one zone and validates nothing; the port where it answers."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    (folder / "unbound.conf").write_text(
        f'server:\n  interface: 127.0.0.1\n  port: {port}\n  username: ""\n  chroot: ""\n  directory: "{folder}"\n'
        f'  pidfile: ""\n  use-syslog: no\n  do-not-query-localhost: no\n  do-ip6: no\n  module-config: "iterator"\n'
        f'  local-zone: "{name}" nodefault\nstub-zone:\n  name: "{name}"\n  stub-addr: {authority}\n'
        f"remote-control:\n  control-enable: no\n"
    )
    with _running(folder, name, port, [str(_program("unbound")), "-d", "-c", str(folder / "unbound.conf")]):
        yield port


@contextmanager
def _running(folder: Path, name: str, port: int, command: list[str], address: str = "127.0.0.1") -> Iterator[None]:
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(port, name, folder / "log", [process], address)
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(port: int, name: str, log: Path, running: list[subprocess.Popen[bytes]], address: str = "127.0.0.1") -> None:
    query = dns.message.make_query(name, "SOA")
    for _ in range(100):
        if any(process.poll() is not None for process in running):
            break
        try:
            if dns.query.udp(query, address, port=port, timeout=0.2).answer:
                return
        except (dns.exception.DNSException, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the name servers did not start: {log.read_text()[-2000:]}")


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """Free for both UDP and TCP just now."""
    for _ in range(50):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            udp.bind(("127.0.0.1", 0))
            try:
                tcp.bind(udp.getsockname())
            except OSError:
                continue
            return int(udp.getsockname()[1])
    raise RuntimeError("no free port")
