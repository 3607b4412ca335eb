"""What one workspace watches, another neither sees nor ends."""

from tests.installs.conftest import Grid


async def test_watches_are_their_workspaces_own(grid: Grid) -> None:
    await grid.start_bot()
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
    await grid.first.command("/mailcheck", "en watch imone.example")
    await grid.answer(grid.first, 1, has="every day")

    await grid.second.command("/mailcheck", "en watches")
    await grid.whisper(grid.second, 1, has="No domains are being watched yet")
    await grid.second.command("/mailcheck", "en unwatch imone.example")
    await grid.answer(grid.second, 1, has="was not being watched")
    await grid.second.command("/mailcheck", "en history imone.example")
    await grid.whisper(grid.second, 2, has="has not been checked here yet")
    await grid.second.archive("C0SUPPORT")
    await grid.second.idle()

    await grid.first.command("/mailcheck", "en watches")
    await grid.whisper(grid.first, 1, has="imone.example")
