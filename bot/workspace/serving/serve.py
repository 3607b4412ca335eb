"""The workspace with its page, in one server: for people, where tests want `Workspace` alone."""

from bot.workspace.manifest import ANY, Manifest
from bot.workspace.page.routes import add
from bot.workspace.workspace import Workspace


async def start(host: str = "127.0.0.1", port: int = 8765, *, manifest: Manifest = ANY) -> Workspace:
    """Served until `close()`. Port 0 takes any that is free; `state.origin` says which."""
    workspace = Workspace(manifest=manifest, host=host, port=port, paced=True)
    add(workspace.app, workspace)
    await workspace.start()
    return workspace
