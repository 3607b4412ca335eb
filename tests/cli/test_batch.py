"""A whole list by the real command: every domain once, however the run ends, and only so much at once."""

import asyncio
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from bot.workspace.dns import DnsServer, Zones

DOMAINS = [f"imone{number}.lt" for number in range(8)]
HEALTHY = {"MX": "10 mx.imone0.lt."}


def zones(domains: Sequence[str]) -> Zones:
    return Zones({name: [HEALTHY, {"TXT": "v=spf1 -all"}] for name in domains})


async def start(listed: Path, dns: DnsServer, *more: str, out: Path) -> asyncio.subprocess.Process:
    """As a shell does for `… >> out 2>> out.err`."""
    command = [sys.executable, "-m", "bot", "mailcheck", "--batch", str(listed), "--no-network", "--lang", "en"]
    files = [os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND) for path in (out, beside(out))]
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            *("--nameserver", f"{dns.host}:{dns.port}", *more),
            stdout=files[0],
            stderr=files[1],
            start_new_session=True,
        )
    finally:
        for file in files:
            os.close(file)


async def run(listed: Path, dns: DnsServer, *more: str, out: Path) -> int:
    return await (await start(listed, dns, *more, out=out)).wait()


def beside(out: Path) -> Path:
    return out.with_suffix(".err")


def written(path: Path) -> str:
    return path.read_bytes().decode()


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not happened():  # noqa: ASYNC110 - another process makes it happen
            await asyncio.sleep(0.01)


async def until_printed(out: Path, count: int) -> None:
    await until(lambda: written(out).count("\n") >= count)


def domains(out: Path) -> list[str]:
    return [json.loads(line)["domain"] for line in written(out).splitlines()]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "domains.txt"
    path.write_text("\n".join(DOMAINS))
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "results.jsonl"


async def test_a_killed_run_goes_on_where_it_stopped(listed: Path, out: Path) -> None:
    async with DnsServer(zones(DOMAINS), delay=0.05) as dns:
        first = await start(listed, dns, "--json", "--at-once", "2", out=out)
        await until_printed(out, 2)
        first.kill()
        assert await first.wait() == -signal.SIGKILL
        await until(lambda: not alive(first.pid))  # the processes that it started end with it
        before = domains(out)
        assert 2 <= len(before) < len(DOMAINS)
        write(listed, "\n".join([*DOMAINS[1:], "naujas.lt"]))
        assert await run(listed, dns, "--json", out=out) == 1
    checked = domains(out)
    assert checked[: len(before)] == before
    assert sorted(checked) == sorted({*DOMAINS[1:], *before, "naujas.lt"})
    complaints = written(beside(out))
    assert "Resuming where it stopped" in complaints
    assert f"{len(checked)} domains checked" in complaints, "the summary is of the whole list"
    assert left(listed) == []


def alive(group: int) -> bool:
    """Whether a process of the group still runs; one that only waits to be buried does not."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended just now
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                return True
    return False


def left(listed: Path) -> list[str]:
    """What stands beside the list."""
    return [path.name for path in listed.parent.glob("*.progress")]


async def test_ctrl_c_ends_it_between_two_lines_and_no_other_run_comes_between(listed: Path, out: Path) -> None:
    many = [f"imone{number}.lt" for number in range(400)]
    write(listed, "\n".join(many))
    async with DnsServer(zones(many), delay=0.05) as dns:
        first = await start(listed, dns, "--json", "--at-once", "1", "--lang", "lt", out=out)
        await until_printed(out, 1)
        other = out.with_name("other")
        assert await run(listed, dns, "--json", out=other) == 2
        assert written(other) == ""
        assert "Another command is checking this list" in written(beside(other))
        os.killpg(first.pid, signal.SIGINT)
        assert await first.wait() == 130
    assert set(domains(out)) < set(many)
    assert left(listed) == ["domains.txt.progress"]
    assert "Ta pati komanda tęs nuo šios vietos" in written(beside(out))
    assert "Traceback" not in written(beside(out))


async def test_lines_are_read_as_people_write_them(listed: Path, out: Path) -> None:
    lines = (
        "\ufeff# klientai\n\nIMONE0.LT\nhttps://imone1.lt/#kontaktai\nžąsis.lt  # sena sutartis\nimone0.lt.\n"
        "ne domenas\n192.0.2.7\nco.uk\nne domenas\n".encode()
        + b"\xff\xfe\x00\n"
        + b"info@imone2.lt"
    )
    await asyncio.to_thread(listed.write_bytes, lines)
    names = ["imone0.lt", "imone1.lt", "xn--sis-hpa81d.lt", "imone2.lt"]
    async with DnsServer(zones(names)) as dns:
        assert await run(listed, dns, "--json", "--at-once", "1", out=out) == 1
    rows = [json.loads(line) for line in written(out).splitlines()]
    assert sorted(line["domain"] for line in rows if line["domain"]) == sorted(names)
    assert {line["given"]: line["error"] for line in rows if not line["domain"]} == {
        "ne domenas": "bad-characters",
        "192.0.2.7": "address",
        "co.uk": "public-suffix",
        "\ufffd\ufffd\x00": "bad-characters",
    }


async def test_words_are_a_line_a_domain_and_a_summary(listed: Path, out: Path) -> None:
    write(listed, "imone0.lt\nnera.lt\nšiaip žodžiai\n")
    async with DnsServer(zones(["imone0.lt"])) as dns:
        assert await run(listed, dns, "--lang", "lt", "--at-once", "1", out=out) == 1
    lines = written(out).splitlines()
    assert "✗ nera.lt: Domenas laiškų gauti negali arba gauna ne visus. Tokio domeno nėra." in lines[:3]
    assert "? šiaip žodžiai: tai nepanašu į domeną." in lines[:3]
    assert "Patikrinti 2 domenai" in lines
    assert "– 1 × Tokio domeno nėra (domain-missing)" in lines


async def test_only_so_many_are_under_way_at_once(listed: Path, out: Path) -> None:
    """A domain asks its first question for MX; whoever's is not answered yet is under way."""
    async with DnsServer(zones(DOMAINS), delay=0.05) as dns:
        began: list[int] = []
        taking = await start(listed, dns, "--json", "--at-once", "2", out=out)
        while taking.returncode is None:
            by_name = {question.name for question in dns.asked if question.type == "MX"} & set(DOMAINS)
            began.append(len(by_name) - written(out).count("\n"))
            await asyncio.sleep(0.005)
    assert 1 < max(began) <= 2 + 1, "one more than two while a result is in the pipe between two processes"


async def test_a_list_that_is_not_there_is_wrong_usage(tmp_path: Path, out: Path) -> None:
    async with DnsServer(zones([])) as dns:
        assert await run(tmp_path / "nera.txt", dns, out=out) == 2
    assert "nera.txt" in written(beside(out))
    assert left(out) == []


def test_on_a_terminal_a_bar_shows_how_far_it_is(listed: Path) -> None:
    write(listed, "sveika.example\n")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "bot", "mailcheck", "--batch", str(listed), "--at-once", "1", "--lang", "en"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    assert b"\r" in shown
    assert "1/1" in shown.decode()
    assert done.stdout.decode().startswith("✓ sveika.example: No errors found: the domain")
    assert done.returncode == 0


def _read(terminal: int) -> bytes:
    """Nothing where the other end was closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
