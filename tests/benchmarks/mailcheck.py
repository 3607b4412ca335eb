"""A whole set-up checked by us and by checkdmarc, taking turns on one server that answers after a fixed delay.

    python tests/benchmarks/mailcheck.py [--rounds 7] [--delay-ms 30] [--domains 20]

The server has a process of its own. Both start each round with empty caches and ask DNS only. Ours makes every check;
checkdmarc makes those that it has (NS, MX, SPF, DMARC, BIMI, MTA-STS, TLS-RPT), without DNSSEC, for which it would ask
the machine's own resolver. Then many domains at once.
"""

import argparse
import asyncio
import importlib
import logging
import multiprocessing
import pkgutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import checkdmarc
import checkdmarc.dnssec
import dns.resolver
from expiringdict import ExpiringDict

from bot.domains.engine.check import check, last
from bot.domains.engine.registry import all_checks
from bot.domains.net.resolver import resolver_over
from bot.domains.net.resolver.servers import Nameserver
from bot.domains.values import Options
from bot.ops.collector import tame_collector
from bot.workspace.dns import DnsServer, Zones

DOMAIN = "imone.example"
DNS_ONLY = Options(network=False)
ROUND_TRIPS = 4
"""The longest chain: MX, its address, its PTR, the address of that."""


THEIR_MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.iter_modules(checkdmarc.__path__, "checkdmarc.")
    if not module.name.startswith("checkdmarc._")
]


def zone(name: str) -> dict[str, list[Any]]:
    """A full set-up: two name servers, two MX hosts on both families, nested SPF, a report address elsewhere."""
    return {
        name: [
            {"SOA": f"ns1.{name} hostmaster.{name} 1 7200 3600 1209600 300"},
            {"NS": f"ns1.{name}"},
            {"NS": f"ns2.{name}"},
            {"A": "185.5.52.80"},
            {"MX": [10, f"mx1.{name}"]},
            {"MX": [20, f"mx2.{name}"]},
            {"TXT": f"v=spf1 mx include:_spf1.{name} include:_spf2.{name} include:_spf.google.com -all"},
            {"TXT": "google-site-verification=abcdefghijklmnop"},
        ],
        f"ns1.{name}": [{"A": "185.5.52.53"}, {"AAAA": "2a02:4780:53::1"}],
        f"ns2.{name}": [{"A": "79.98.28.53"}, {"AAAA": "2a02:4780:53::2"}],
        f"mx1.{name}": [{"A": "185.5.52.25"}, {"AAAA": "2a02:4780:25::1"}],
        f"mx2.{name}": [{"A": "79.98.28.25"}],
        f"_spf1.{name}": [{"TXT": "v=spf1 ip4:185.5.52.0/24 -all"}],
        f"_spf2.{name}": [{"TXT": "v=spf1 ip4:79.98.28.0/24 ip6:2a02:4780::/32 -all"}],
        f"_dmarc.{name}": [{"TXT": f"v=DMARC1; p=reject; rua=mailto:d@{name},mailto:r@reports.example"}],
        f"{name}._report._dmarc.reports.example": [{"TXT": "v=DMARC1"}],
        f"_mta-sts.{name}": [{"TXT": "v=STSv1; id=20261101T000000"}],
        f"mta-sts.{name}": [{"A": "185.5.52.81"}],
        f"_smtp._tls.{name}": [{"TXT": f"v=TLSRPTv1; rua=mailto:t@{name}"}],
        f"default._bimi.{name}": [{"TXT": "v=BIMI1; l=; a=;"}],
        f"default._domainkey.{name}": [{"TXT": "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}],
    }


SHARED: dict[str, list[Any]] = {
    "reports.example": [{"MX": [10, "mx.reports.example"]}],
    "mx.reports.example": [{"A": "194.135.80.26"}],
    "_spf.google.com": [{"TXT": "v=spf1 ip4:194.135.80.128/25 ~all"}],
    "25.52.5.185.in-addr.arpa": [{"PTR": f"mx1.{DOMAIN}"}],
    "25.28.98.79.in-addr.arpa": [{"PTR": f"mx2.{DOMAIN}"}],
}


def serve(data: dict[str, list[Any]], delay: float, pipe: Connection, counter: str) -> None:
    """The server's process: sends its port, then counts questions in shared memory."""
    memory = SharedMemory(counter)

    class Remembering(DnsServer):
        """Makes each answer once, so that it is the delay that is waited for and not the server."""

        def __init__(self, *options: Any) -> None:
            super().__init__(*options)
            self.made: dict[bytes, bytes] = {}

        def take(self, wire: bytes, send: Any, *, over_tcp: bool) -> None:
            memory.buf[:4] = (int.from_bytes(memory.buf[:4], "big") + 1).to_bytes(4, "big")
            question = wire[2:] + bytes([over_tcp])
            if reply := self.made.get(question):
                asyncio.get_running_loop().call_later(self.delay, send, wire[:2] + reply)
                return

            def remembered(reply: bytes) -> None:
                self.made[question] = reply[2:]
                send(reply)

            super().take(wire, remembered, over_tcp=over_tcp)

    async def run() -> None:
        async with Remembering(Zones(data), delay) as server:
            pipe.send(server.port)
            await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def served(names: list[str], delay: float) -> Iterator[tuple[int, memoryview]]:
    """The server's port, and its count of questions as four bytes."""
    data = SHARED | {owner: entries for name in names for owner, entries in zone(name).items()}
    memory = SharedMemory(create=True, size=4)
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(data, delay, there, memory.name))
    process.start()
    try:
        yield here.recv(), memory.buf
    finally:
        process.terminate()
        process.join()
        memory.close()
        memory.unlink()


async def ours(port: int, names: list[str]) -> None:
    resolver = resolver_over((Nameserver("127.0.0.1", port),), timeout=2, direct=False)
    try:
        await asyncio.gather(*(last(name, check(name, resolver, DNS_ONLY)) for name in names))
    finally:
        await resolver.close()


def theirs(port: int, name: str = DOMAIN) -> Any:
    for module in (checkdmarc, *THEIR_MODULES):
        for value in vars(module).values():
            if isinstance(value, ExpiringDict):
                value.clear()
    checkdmarc.dnssec._query_rrset = lambda *_, **__: (None, None, None)
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], port
    return checkdmarc.check_domains([name], resolver=resolver, skip_tls=True, timeout=2)


def timed(run: Any, counter: memoryview, *arguments: Any) -> tuple[float, int]:
    """Milliseconds and questions."""
    counter[:4] = bytes(4)
    start = time.perf_counter()
    outcome = run(*arguments)
    if asyncio.iscoroutine(outcome):
        asyncio.run(outcome)
    return (time.perf_counter() - start) * 1000, int.from_bytes(counter[:4], "big")


def measure(rounds: int, delay_ms: float, count: int) -> None:
    all_checks()
    logging.disable()
    names = [DOMAIN, *(f"imone{number}.example" for number in range(1, count))]
    spent: dict[str, list[tuple[float, int]]] = {"one": [], "checkdmarc": [], "many": []}
    with served(names, delay_ms / 1000) as (port, counter):
        timed(ours, counter, port, names)  # the server has made every answer before anything is timed
        timed(theirs, counter, port)
        tame_collector()  # as the bot does when it starts
        for _ in range(rounds):
            spent["one"].append(timed(ours, counter, port, names[:1]))
            spent["checkdmarc"].append(timed(theirs, counter, port))
            spent["many"].append(timed(ours, counter, port, names))
    medians = {key: statistics.median(ms for ms, _ in runs) for key, runs in spent.items()}
    questions = {key: round(statistics.median(number for _, number in runs)) for key, runs in spent.items()}
    limit = ROUND_TRIPS * delay_ms
    print(f"{'':32}{'median':>10}{'best':>10}{'questions':>11}")
    titles = {
        "one": "mailbot, one domain",
        "checkdmarc": "checkdmarc, the same domain",
        "many": f"mailbot, {count} domains",
    }
    for key, title in titles.items():
        best = min(ms for ms, _ in spent[key])
        print(f"{title:32}{medians[key]:>7.0f} ms{best:>7.0f} ms{questions[key]:>11}")
    print(f"one domain: {medians['one'] / limit:.2f} x the limit of {ROUND_TRIPS} round trips ({limit:.0f} ms)")
    print(f"checkdmarc takes {medians['checkdmarc'] / medians['one']:.1f} times as long")
    print(f"{count} domains at once take {medians['many'] / medians['one']:.1f} times as long as one")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--delay-ms", type=float, default=30)
    parser.add_argument("--domains", type=int, default=20)
    options = parser.parse_args()
    measure(options.rounds, options.delay_ms, options.domains)
