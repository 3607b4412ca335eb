"""What is owed to a workspace that installed the bot: brought where Slack only fails, given up where it was removed."""

import pytest

from bot.cases.values.asked import Domains
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.storage.store import Store
from bot.workspace.faults import RefusedCall, ServerError
from bot.workspace.furnish import YOU
from tests.installs.conftest import Grid
from tests.installs.test_installs import eventually, rows

MANY = 100


async def owe(grid: Grid) -> str:
    """The first workspace is owed an answer that no process holds; gives its id."""
    await grid.install(grid.first)
    await grid.stop_bot()
    team = grid.first.state.team.id
    left = Store(grid.settings.database_url, case_days=30)
    owed = Owed("Ev1", Place(team, "C0SUPPORT", YOU.id), Case("en"), (Domains(("imone.example",)),))
    assert await left.outbox.take(owed)
    assert await left.outbox.leave(owed.id, 0)
    await left.close()
    return team


async def test_a_slack_that_does_not_say_whether_a_token_is_good_costs_no_answer(grid: Grid) -> None:
    team = await owe(grid)
    grid.first.faults.add("auth.test", ServerError(), times=MANY)
    await grid.start_bot()
    await grid.answer(grid.first, 1, has="imone.example")
    await eventually(lambda: rows(grid, "owed", team) == 0)


@pytest.mark.parametrize("word", ["token_revoked", "team_access_not_granted"])
async def test_where_the_bot_was_removed_nothing_is_owed_any_more(grid: Grid, word: str) -> None:
    team = await owe(grid)
    grid.first.faults.add("*", RefusedCall(word), times=MANY)
    await grid.start_bot()
    await eventually(lambda: rows(grid, "owed", team) == 0)
    assert rows(grid, "slack_bots", team) == 1
    assert not [call for call in grid.first.calls if call.method == "chat.postMessage"]
