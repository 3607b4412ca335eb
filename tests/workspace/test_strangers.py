"""What a web page that somebody visits may do to the workspace on their machine: nothing."""

import aiohttp
import pytest

from bot.workspace import furnish
from bot.workspace.serving.serve import start
from bot.workspace.workspace import Workspace


async def status(ws: Workspace, method: str, path: str, headers: dict[str, str], **sent: object) -> int:
    address = f"{ws.state.origin}{path}"
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, address, headers=headers, data=sent) as answer,
    ):
        return answer.status


@pytest.fixture
async def ws():
    workspace = await start(port=0)
    yield workspace
    await workspace.close()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "", "[::1", "0.0.0.0:{port}"]
)
async def test_a_name_that_was_made_to_lead_here_is_not_served(ws: Workspace, host: str) -> None:
    """DNS rebinding: to the browser such a page and the workspace are one site."""
    port = ws.state.origin.rpartition(":")[2]
    headers = {
        "Host": host.format(port=port),
        "Origin": f"http://{host.format(port=port)}",
        "Sec-Fetch-Site": "same-origin",
    }
    assert await status(ws, "GET", "/", headers) in (400, 403)
    assert await status(ws, "POST", "/page/say", headers, channel=furnish.SUPPORT, text="/smtp 451") in (400, 403)
    api = f"/api/conversations.history?token={ws.bot_token}&channel={furnish.SUPPORT}"
    assert await status(ws, "GET", api, headers) in (400, 403)
    assert not ws.state.messages(furnish.SUPPORT)


async def test_its_own_address_and_localhost_are(ws: Workspace) -> None:
    port = ws.state.origin.rpartition(":")[2]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert await status(ws, "GET", "/", {"Host": host}) == 200


async def test_where_it_is_bound_to_every_address_each_is_served_and_no_name() -> None:
    workspace = await start("0.0.0.0", 0)
    try:
        port = workspace.state.origin.rpartition(":")[2]
        assert await status(workspace, "GET", "/", {"Host": f"192.0.2.7:{port}"}) == 200
        assert await status(workspace, "GET", "/", {"Host": f"evil.example:{port}"}) == 403
    finally:
        await workspace.close()


async def test_nobody_can_guess_a_token(ws: Workspace) -> None:
    other = Workspace()
    tokens = {ws.bot_token, ws.app_token, ws.signing_secret, other.bot_token, other.app_token, other.signing_secret}
    assert len(tokens) == 6
    assert all(len(token) >= 64 for token in tokens)
    for guess in ("xoxb-local", "xapp-local", ""):
        path = f"/api/chat.postMessage?token={guess}&channel={furnish.SUPPORT}&text=from+any+web+site"
        await status(ws, "GET", path, {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert not ws.state.messages(furnish.SUPPORT)
