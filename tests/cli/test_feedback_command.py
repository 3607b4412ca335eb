"""`mailbot feedback`: what was found wrong most often stands first."""

import asyncio
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cases.values.votes import Judged, JudgedKind
from bot.storage.store import Store

RULE, CODE = Judged(JudgedKind.RULE, "google/quota"), Judged(JudgedKind.CODE, "451")


async def _vote(url: str) -> None:
    store = Store(url, case_days=1)
    await store.open()
    for number, team in enumerate(("T1", "T1", "T2")):
        await store.statistics.vote(team, "C1", str(number), "U1", (RULE,), positive=False)
    await store.statistics.vote("T1", "C1", "9", "U1", (CODE,), positive=True)
    await store.close()


def test_the_worst_of_all_workspaces_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'votes.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["feedback", "--lang", "en"]) == 0
    assert "Nobody" in capsys.readouterr().out
    asyncio.run(_vote(url))
    assert main(["feedback", "--lang", "en"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == [["3", "0", "rule", "google/quota"], ["0", "1", "code", "451"]]
