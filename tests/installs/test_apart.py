"""What a workspace's people see of themselves: their cases, their week, their votes. Nothing of another workspace.

Channels and people have the same ids in both, so that only the team tells them apart.
"""

from bot.cases.values.votes import JudgedKind
from bot.storage.store import Store
from bot.workspace.furnish import YOU
from bot.workspace.values import View
from bot.workspace.workspace import Workspace
from tests.installs.conftest import Grid
from tests.installs.test_installs import eventually, rows
from tests.scenarios.views import view_words


async def home(workspace: Workspace) -> View:
    """Opened anew."""
    before = workspace.state.home(YOU.id)
    await workspace.open_home()
    view = await workspace.until(
        lambda state: shown if (shown := state.home(YOU.id)) and (before is None or shown.hash != before.hash) else None
    )
    assert view is not None
    return view


async def test_the_home_tells_of_ones_own_workspace_alone(grid: Grid) -> None:
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
    host = grid.first.state.team.id
    await grid.first.command("/mailcheck", "imone.example")
    await grid.answer(grid.first, 1, has="imone.example")
    await grid.first.command("/smtp", "451")
    await grid.answer(grid.first, 2, has="451")
    await eventually(lambda: rows(grid, "counts", host) > 0 and rows(grid, "cases", host) == 2)

    own, other = view_words(await home(grid.first)), view_words(await home(grid.second))
    assert "imone.example" in own
    assert "*451*\n1 kartą" in own
    assert "imone.example" not in other
    assert "*451*" not in other
    assert "Dar nieko neklausėte" in other
    assert "niekas neklausė" in other


async def test_a_language_chosen_at_home_holds_in_ones_own_workspace_alone(grid: Grid) -> None:
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
    await grid.first.click(await home(grid.first), "home:language:workspace", "en")
    await grid.first.until(lambda state: (view := state.home(YOU.id)) and "Watched domains" in view_words(view))
    assert "Stebimi domenai" in view_words(await home(grid.second))
    await grid.second.command("/smtp", "451")
    assert "Kas turi imtis veiksmų" in str(await grid.answer(grid.second, 1, has="451"))


async def test_a_vote_counts_where_it_was_given(grid: Grid) -> None:
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
        await workspace.command("/smtp", "451")
        await grid.answer(workspace, 1, has="451")
    host, theirs = (workspace.state.team.id for workspace in (grid.first, grid.second))
    await grid.first.click(await grid.answer(grid.first, 1), "vote", "negative")
    await eventually(lambda: rows(grid, "votes", host) > 0)
    assert rows(grid, "votes", theirs) == 0
    store = Store(grid.settings.database_url, case_days=30)
    assert [tally.negative for tally in await store.statistics.tallies(JudgedKind.CODE, host)] == [1]
    assert not await store.statistics.tallies(JudgedKind.CODE, theirs)
    await store.close()
