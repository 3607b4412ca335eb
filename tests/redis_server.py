"""A Redis of the tests' own on loopback, that keeps nothing. Needs Debian's `redis-server`."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = shutil.which("redis-server")


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Gives its URL."""
    with redis_process(folder) as (url, _):
        yield url


@contextmanager
def redis_process(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Gives its URL and the process itself, to be stopped (SIGSTOP) or killed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen([str(SERVER), *options], stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield f"redis://127.0.0.1:{port}/0", server
        finally:
            server.send_signal(signal.SIGCONT)
            server.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
