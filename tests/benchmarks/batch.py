"""A hosting company's whole customer list, every DNS answer after a fixed delay, beside checkdmarc on a sample of it.

    python tests/benchmarks/batch.py [--domains 10000] [--delay-ms 30] [--sample 60] [--processes 1 2]

The real command runs, `mailcheck --batch`, its results going to a file. Its memory (all its processes together) is
looked at throughout. checkdmarc asks the same server about an even sample of the same list, one domain after the other
as it does, with its caches kept between them. The server has a process of its own on the same machine: what it and
checkdmarc cost is said, too.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.customers import customers, records
from tests.benchmarks.slow_dns import Served, served

ROOT = Path(__file__).parents[2]
TICK = os.sysconf("SC_CLK_TCK")
LOOK_EVERY = 0.5
WARM = 0.05
"""The part of a run after which modules are loaded and the caches full: memory may grow until then."""


@dataclass
class Memory:
    """What a process and its children take together, in MB by their own pages (USS), as the run goes on."""

    process: subprocess.Popen[bytes]
    seen: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the beginning, MB."""
    spent: float = 0.0
    """Processor seconds."""

    def watch(self) -> None:
        begin = time.perf_counter()
        while self.process.poll() is None:
            family = [self.process.pid, *_children(self.process.pid)]
            self.seen.append((time.perf_counter() - begin, sum(map(_own_memory, family)) / 1024))
            self.spent = max(self.spent, sum(map(processor, family)))
            time.sleep(LOOK_EVERY)

    def after(self, part: float) -> float:
        """MB when this part of the run's time had passed."""
        end = self.seen[-1][0]
        return next(size for when, size in self.seen if when >= part * end)


def batch(names: list[str], server: Served, cores: Iterable[int]) -> tuple[float, Memory, int]:
    """Seconds, memory, bytes of results; every domain must be there once."""
    with tempfile.TemporaryDirectory() as folder:
        listed, results = Path(folder, "domains.txt"), Path(folder, "results.jsonl")
        listed.write_text("\n".join(names))
        command = [
            "taskset",
            "-c",
            ",".join(map(str, cores)),
            sys.executable,
            "-m",
            "bot",
            "mailcheck",
            "--batch",
            str(listed),
            "--json",
        ]
        command += ["--nameserver", f"127.0.0.1:{server.port}", "--no-network", "--lang", "en"]
        begin = time.perf_counter()
        with results.open("wb") as file:
            process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.DEVNULL)
            memory = Memory(process)
            watching = threading.Thread(target=memory.watch)
            watching.start()
            status = process.wait()
        seconds = time.perf_counter() - begin
        watching.join()
        assert status == 1, status
        with results.open(encoding="utf-8") as lines:
            results_of = [json.loads(line)["domain"] for line in lines]
        assert sorted(results_of) == sorted(names), "every domain once"
        return seconds, memory, results.stat().st_size


def theirs(names: list[str], port: int) -> None:
    """checkdmarc in a process of its own, without DNSSEC, for which it would ask the machine's own resolver."""
    script = (
        "import sys, logging, checkdmarc, checkdmarc.dnssec, dns.resolver\n"
        "logging.disable()\n"
        "checkdmarc.dnssec._query_rrset = lambda *_, **__: (None, None, None)\n"
        "resolver = dns.resolver.Resolver(configure=False)\n"
        "resolver.nameservers, resolver.port = ['127.0.0.1'], int(sys.argv[1])\n"
        "checkdmarc.check_domains(sys.argv[2:], resolver=resolver, skip_tls=True, timeout=2)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(port), *names],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def processor(process: int) -> float:
    """Seconds of processor time; 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def _own_memory(process: int) -> int:
    """KB that only this process has; what processes share of the interpreter's file counts for none."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def measure(count: int, delay_ms: float, sample: int, processes: list[int]) -> None:
    names = customers(count)
    cores = sorted(os.sched_getaffinity(0))
    print(f"{count} domains, every DNS answer after {delay_ms:.0f} ms, load {os.getloadavg()[0]:.1f} before\n")
    print(
        "| | domains a second | DNS questions a domain | processor a domain | memory after 5 % / at most / at the end |"
    )
    print("| --- | --- | --- | --- | --- |")
    with served(records(customers(count)), delay_ms / 1000) as server:
        best = 0.0
        for number in processes:
            before, served_for = server.questions, processor(server.process)
            seconds, memory, size = batch(names, server, cores[:number])
            best = max(best, count / seconds)
            peak = max(size for _, size in memory.seen)
            print(
                f"| mailbot, {number} core{'s'[: number > 1]} | {count / seconds:.0f} | "
                f"{(server.questions - before) / count:.0f} | {memory.spent / count * 1000:.1f} ms | "
                f"{memory.after(WARM):.0f} / {peak:.0f} / {memory.after(0.95):.0f} MB |",
                flush=True,
            )
            cost = (processor(server.process) - served_for) / count * 1000
            notes = f"{seconds:.0f} s, {size / 1e6:.0f} MB of results; the DNS server took {cost:.1f} ms a domain"
        chosen = names[:: max(1, count // sample)][:sample]
        before = server.questions
        begin = time.perf_counter()
        theirs(chosen, server.port)
        seconds = time.perf_counter() - begin
        rate = len(chosen) / seconds
        print(
            f"| checkdmarc, {len(chosen)} of them | {rate:.2f} | {(server.questions - before) / len(chosen):.0f} | | |"
        )
        print(f"\n{notes}; {best / rate:.0f} times checkdmarc's pace; load {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--domains", type=int, default=10_000)
    parser.add_argument("--delay-ms", type=float, default=30)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, len(os.sched_getaffinity(0))])
    options = parser.parse_args()
    measure(options.domains, options.delay_ms, options.sample, options.processes)
