"""The bot as a process of its own, as in production, which a test can stop or kill."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.workspace.dns import DnsServer
from bot.workspace.workspace import Workspace
from tests.forking.processes import CHECKOUT, Forked

ANY_RATE = "100000/minute"
"""One person plays all the agents."""
_PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20


class BotProcess:
    """`python -m bot run web`, `socket` or `worker`, installed in a workspace. `folder` holds its log, and its database
    where `database` is no other one. `dns`: the server, or its address; `patience`: seconds for an answer; `path`:
    where Python looks for modules before it looks in the checkout. With such a path, or `afresh`, it loads all that it
    needs by itself, as in production; otherwise it is a copy of one that has loaded it."""

    def __init__(
        self,
        ws: Workspace,
        dns: DnsServer | str,
        folder: Path,
        way: str,
        database: str = "",
        *,
        patience: int = 2,
        path: str = "",
        afresh: bool = False,
    ) -> None:
        self._ws, self._folder, self._way, self._patience = ws, folder, way, patience
        self._path = os.pathsep.join(filter(None, (path, str(CHECKOUT))))
        self._nameserver = dns if isinstance(dns, str) else f"{dns.host}:{dns.port}"
        self._database = database or f"sqlite:///{folder / 'bot.db'}"
        self._afresh = afresh or bool(path)
        self._process: asyncio.subprocess.Process | Forked | None = None
        self.origin = ""
        """Where it takes requests, once it is ready to."""

    @property
    def id(self) -> int:
        """The process's."""
        assert self._process is not None
        return self._process.pid

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def start(self) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": self._path,
            "SLACK_BOT_TOKEN": self._ws.bot_token,
            "SLACK_APP_TOKEN": self._ws.app_token,
            "SLACK_SIGNING_SECRET": self._ws.signing_secret,
            "SLACK_API_URL": self._ws.url,
            "HOST": "127.0.0.1",
            "PORT": "0",
            "DATABASE_URL": self._database,
            "DNS_NAMESERVERS": self._nameserver,
            "SAMPLE_NAMESERVER": self._nameserver,
            "DNS_TIMEOUT": str(self._patience),
            "USER_RATE": ANY_RATE,
            "WORKSPACE_RATE": ANY_RATE,
        }
        with (self._folder / "bot.log").open("ab") as log:
            if not self._afresh:
                self._process = await Forked.start(["run", self._way], environment, self._folder, log.fileno())
                return
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", self._way),
                cwd=self._folder,
                env=environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )

    async def ready(self) -> None:
        """Waits until it takes requests, or works in the background."""
        assert self._process is not None
        assert self._process.stdout is not None
        output = (await asyncio.wait_for(self._process.stdout.readline(), 90)).decode()
        assert output, (self._folder / "bot.log").read_text()
        if self._way == "web":
            self.origin = next(word for word in output.split() if word.startswith("http://")).rstrip(".")
            await self._ws.deliver_over_http(f"{self.origin}/slack/events")
        elif self._way == "socket":
            await self._ws.connected()

    async def kill(self) -> None:
        """Kills it, as `kill -9` or a failing machine does."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    def pause(self) -> None:
        """Pauses it, as a starved container or a migrated machine does: it does not notice."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Lets it go on after a pause."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    async def stop(self) -> int:
        """Stops it as a platform does before it starts a new version; returns the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()

    def memory(self) -> float:
        """Its resident memory now, MB."""
        assert self._process is not None
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * _PAGE

    def peak_memory(self) -> float:
        """Its largest resident memory so far, MB."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024
