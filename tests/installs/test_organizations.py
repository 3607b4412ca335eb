"""A whole organization installs the bot once: each of its workspaces is served, and kept, as one of its own.

https://docs.slack.dev/enterprise/developing-for-enterprise-orgs
"""

from dataclasses import replace

import pytest

from bot.slack.wire.payloads import team_of
from bot.storage.store import Store
from bot.workspace.values import Message
from tests.installs.conftest import Grid
from tests.installs.test_installs import eventually, rows

ORG = "E0FIRST01"


async def test_its_workspaces_are_answered_watched_and_forgotten_with_it(grid: Grid) -> None:
    first, team = grid.first, grid.first.state.team.id
    first.state.team = replace(first.state.team, org=ORG)
    await grid.install(first)
    assert rows(grid, "slack_bots", team) == 0  # the installation is the organization's
    await grid.install(grid.second)

    await first.command("/mailcheck", "en watch imone.example")
    answer = await grid.answer(first, 1, has="every day")
    await eventually(lambda: rows(grid, "history", team) == 1)  # a check is kept beside its answer
    await first.click(answer, _button(answer, "history"))
    await grid.answer(first, 2, has="imone.example")
    await eventually(lambda: rows(grid, "watches", team) == 1)
    assert rows(grid, "watches", ORG) == 0
    await grid.second.command("/mailcheck", "en watches")
    await grid.whisper(grid.second, 1, has="No domains are being watched yet")

    await grid.stop_bot()
    await grid.start_bot()
    store = Store(grid.settings.database_url, case_days=1)
    try:
        assert await store.orgs.installed_by(team) == (ORG, True)
        assert await store.orgs.installed_by(grid.second.state.team.id) == (None, False)
    finally:
        await store.close()

    access_revoked = {"type": "team_access_revoked", "team_ids": [team, grid.second.state.team.id], "event_ts": "1.0"}
    await first.event(access_revoked)
    await eventually(lambda: rows(grid, "watches", team) == 0 and rows(grid, "org_teams", team) == 0)
    assert rows(grid, "slack_bots", grid.second.state.team.id) == 1  # it installed the bot by itself
    await first.command("/mailcheck", "en watch imone.example")  # the organization gave access again
    await eventually(lambda: rows(grid, "watches", team) == 1 and rows(grid, "org_teams", team) == 1)

    await first.event({"type": "app_uninstalled", "event_ts": "1.1"})
    await eventually(lambda: rows(grid, "watches", team) == 0 and rows(grid, "org_teams", team) == 0)
    assert rows(grid, "slack_bots", grid.second.state.team.id) == 1


def _button(message: Message, value: str) -> str:
    buttons = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    return str(next(button["action_id"] for button in buttons if button.get("value") == value))


@pytest.mark.parametrize(
    "body",
    [
        {"authorizations": [{"team_id": None, "enterprise_id": ORG}], "team_id": "T1"},
        {"authorizations": [{"team_id": ORG}], "team_id": "T1"},
        {"team": None, "enterprise": {"id": ORG}, "user": {"id": "U1", "team_id": "T1"}},
        {"view": {"app_installed_team_id": ORG}, "team": None, "user": {"id": "U1", "team_id": "T1"}},
        {"team_id": "T1", "enterprise_id": ORG},
    ],
)
def test_a_request_is_its_workspaces_never_the_organizations(body: dict[str, object]) -> None:
    assert team_of(body) == "T1"
