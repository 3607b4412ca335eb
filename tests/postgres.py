"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a loopback port, gone when the tests end."""

import asyncio
import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.storage.database import engine_for
from bot.storage.migrate import upgrade

_USER = "mailbot"
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=50")
_serial = count(1)
_running = ExitStack()
atexit.register(_running.close)


def programs() -> Path | None:
    """Where Debian's package `postgresql` has its programs; None where it is not installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("postgres")
    return installed[-1].parent if installed else Path(on_path).parent if on_path else None


def programs_or_skip() -> Path:
    """The same. Without it the test is skipped on a laptop and fails in CI, where it must be installed."""
    binaries = programs()
    if binaries is None:
        assert not os.environ.get("CI"), "Debian's package postgresql must be installed in CI"
        pytest.skip("PostgreSQL is not installed")
    return binaries


@cache
def shared() -> str:
    """The URL of the cluster that the tests of this process share; it ends with the process. Skips as above."""
    return _running.enter_context(cluster(programs_or_skip()))


@asynccontextmanager
async def migrated() -> AsyncIterator[str]:
    """A database of its own with the bot's tables, copied from one that was migrated; gives its URL. Skips as above."""
    yield await asyncio.to_thread(_copied)


def _copied() -> str:
    return new_database(programs_or_skip(), shared(), template=_template())


@cache
def _template() -> str:
    """The name of a database with the bot's tables, to which nobody is connected."""
    url = new_database(programs_or_skip(), shared())
    asyncio.run(_migrate(url))
    return url.rpartition("/")[2]


async def _migrate(url: str) -> None:
    engine = engine_for(url)
    await upgrade(engine)
    await engine.dispose()


@contextmanager
def cluster(bin: Path) -> Iterator[str]:
    """A running cluster; gives its URL without a database: `postgres://mailbot@127.0.0.1:40001`."""
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="mailbot-postgres-"))
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    try:
        init = [bin / "initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", f"--username={_USER}"]
        subprocess.run([*init, folder / "data"], check=True, capture_output=True, cwd=folder, **as_owner)  # type: ignore[call-overload]
        port = _free_port()
        options = [part for name in _FAST for part in ("-c", name)]
        serve = [bin / "postgres", "-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", "", *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(serve, stdout=log, stderr=log, cwd=folder, **as_owner)  # type: ignore[call-overload]
        try:
            _wait(bin, port)
            yield f"postgres://{_USER}@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)  # at once, whoever is still connected
            server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(bin: Path, cluster_url: str, template: str = "template1") -> str:
    """An empty database in the cluster, or a copy of another; gives its URL as a hosting platform would."""
    name = f"test{next(_serial)}"
    port = cluster_url.rpartition(":")[2]
    create = [bin / "createdb", "-h", "127.0.0.1", "-p", port, "-U", _USER, "-T", template, name]
    subprocess.run(create, check=True, capture_output=True)
    return f"{cluster_url}/{name}"


@contextmanager
def paused(url: str) -> Iterator[None]:
    """The cluster of this URL, or of a database in it, hangs (SIGSTOP): it takes connections and says nothing."""
    binaries = programs()
    assert binaries is not None
    port = make_url(url).port
    ask = [binaries / "psql", "-h", "127.0.0.1", "-p", str(port), "-U", _USER, "-d", "postgres", "-Atc"]
    folder = subprocess.run([*ask, "SHOW data_directory"], check=True, capture_output=True, text=True).stdout.strip()
    server = int((Path(folder) / "postmaster.pid").read_text().split()[0])
    processes = [server, *_children(server)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


def _children(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(bin: Path, port: int) -> None:
    ready = [bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    until = time.monotonic() + 30
    while subprocess.run(ready, check=False).returncode != 0:
        if time.monotonic() > until:
            raise TimeoutError("PostgreSQL did not start")
        time.sleep(0.1)
