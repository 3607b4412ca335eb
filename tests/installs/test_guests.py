"""Slack Connect: people of another workspace ask in a shared channel. It is the channel's bot that answers them."""

from dataclasses import replace

from bot.workspace.furnish import SUPPORT
from bot.workspace.values import User
from tests.installs.conftest import SECOND, Grid
from tests.installs.test_installs import eventually, rows

GUEST = User("U0GUEST01", "petras", "Petras Petraitis", team=SECOND.id)


def invite(grid: Grid) -> None:
    """Into the first workspace's channel, somebody of the second."""
    state = grid.first.state
    state.add_user(GUEST)
    channel = state.channels[SUPPORT]
    state.set_channel(replace(channel, members=channel.members | {GUEST.id}))


async def test_a_guests_question_is_the_hosts_case_language_and_count(grid: Grid) -> None:
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
    invite(grid)
    await grid.second.command("/smtp", "lang en everyone")
    await grid.answer(grid.second, 1)
    await grid.first.command("/smtp", "451")
    root = await grid.answer(grid.first, 1, has="451")

    await grid.first.say("o kas dėl 550?", thread_ts=root.ts, user=GUEST.id)
    answer = await grid.answer(grid.first, 2, has="550")
    assert "Kas turi imtis veiksmų" in str(answer)
    await grid.first.click(answer, "ask:1", user=GUEST.id)
    await grid.answer(grid.first, 3)
    await grid.first.say("@mailbot 421", user=GUEST.id)
    mentioned = await grid.answer(grid.first, 4, has="421")
    assert "Kas turi imtis veiksmų" in str(mentioned)

    host, theirs = grid.first.state.team.id, grid.second.state.team.id
    await eventually(lambda: rows(grid, "cases", host) == 2 and rows(grid, "counts", host) >= 3)
    assert rows(grid, "cases", theirs) == rows(grid, "counts", theirs) == 0


async def test_a_guest_uses_up_the_hosts_limit(grid: Grid) -> None:
    await grid.stop_bot()
    await grid.start_bot(workspace_rate="2/minute")
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
    invite(grid)
    for count, code in enumerate(("451", "550"), start=1):
        await grid.first.say(f"@mailbot {code}", user=GUEST.id)
        await grid.answer(grid.first, count, has=code)
    await grid.first.command("/smtp", "421")
    await grid.first.until(lambda state: any(message.ephemeral_to for message in state.messages(SUPPORT)))
    await grid.second.command("/smtp", "421")
    await grid.answer(grid.second, 1, has="421")
