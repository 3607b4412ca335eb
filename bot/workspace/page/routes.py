"""The page's addresses.

`/` places to talk, `/c/ID` one of them (`?thread=TS`, `?tab=home`), `/archives/ID/pTS` a message's permalink,
`/steps/ID` a step of the app's,
`/page/...` what the page itself needs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.workspace import furnish
from bot.workspace.page import shown
from bot.workspace.page.deeds import DEEDS, PageDeed, done
from bot.workspace.page.live import Live
from bot.workspace.page.reader import PageReader, SidebarPlace
from bot.workspace.page.words import languages
from bot.workspace.people.people import WorkspacePeople

THEMES = ("light", "dark")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing is fetched from elsewhere, and no script runs but the page's own files."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_YEAR = 365 * 24 * 3600
_Handler = Callable[[web.Request], Awaitable[web.Response]]


def add(app: web.Application, workspace: WorkspacePeople) -> None:
    """Adds the page of a workspace to an application that is not running yet."""
    pages = Pages(workspace)
    app.router.add_get("/", pages.list)
    app.router.add_get("/c/{channel}", pages.channel)
    app.router.add_get(r"/archives/{channel}/p{ts:\d{7,}}", pages.permalink)
    app.router.add_get("/steps/{step}", pages.step)
    app.router.add_get("/page/events", pages.events)
    app.router.add_get("/page/set", pages.set)
    app.router.add_get("/page/files/{file}", pages.file)
    app.router.add_get("/page/pictures/{file}", pages.picture)
    for name, deed in DEEDS.items():
        app.router.add_post(f"/page/{name}", pages.deed(deed))
    app.router.add_static("/page/static", Path(str(files(__package__))) / "static")
    app.on_shutdown.append(pages.close)


class Pages:
    def __init__(self, workspace: WorkspacePeople) -> None:
        self._workspace = workspace
        self._live = Live(workspace.state)
        self._looks: set[asyncio.Task[object]] = set()

    async def list(self, request: web.Request) -> web.Response:
        """All places; beside them, where there is room, the first."""
        reader = self._reader(request)
        places = reader.places()
        if not places:
            raise web.HTTPNotFound
        return self._page(request, reader, places[0], pane="list")

    async def channel(self, request: web.Request) -> web.Response:
        reader = self._reader(request)
        place = reader.open(request.match_info["channel"])
        if place is None:
            raise web.HTTPNotFound
        root = request.query.get("thread", "")
        home = request.query.get("tab") == "home" and shown.has_home(place, self._workspace.manifest)
        if not root and shown.has_home(place, self._workspace.manifest):
            self._look_at_home(reader, "home" if home else "messages")
        pane = "thread" if root else "channel"
        return self._page(request, reader, place, root=root, tab="home" if home else "messages", pane=pane)

    async def step(self, request: web.Request) -> web.Response:
        """A step of the app's, as a workflow would run it."""
        reader = self._reader(request)
        step = self._workspace.manifest.function(request.match_info["step"])
        if step is None:
            raise web.HTTPNotFound
        return self._page(request, reader, reader.places()[0], step=step)

    async def permalink(self, request: web.Request) -> web.Response:
        """The thread that a message stands in, or opens."""
        ts = request.match_info["ts"]
        root = request.query.get("thread_ts") or f"{ts[:-6]}.{ts[-6:]}"
        raise web.HTTPSeeOther(f"/c/{request.match_info['channel']}?thread={quote(root)}")

    async def events(self, request: web.Request) -> web.StreamResponse:
        return await self._live.stream(request, self._reader(request), self._workspace.manifest)

    async def set(self, request: web.Request) -> web.Response:
        """Keeps a choice of language or theme in a cookie, and goes back to where it was made."""
        back = request.headers.get("Referer", "")
        path = back.removeprefix(f"{request.scheme}://{request.host}")
        response = web.HTTPSeeOther(path if path != back and path.startswith("/") else "/")
        for name, allowed in (("language", languages()), ("theme", THEMES)):
            value = request.query.get(name)
            if value in allowed:
                response.set_cookie(name, value, max_age=_YEAR, samesite="Lax", httponly=True)
        raise response

    async def file(self, request: web.Request) -> web.Response:
        """A file that someone dropped, to be saved: never shown, for it may be a page itself."""
        file = self._workspace.state.file(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        headers = {**_HEADERS, "Content-Disposition": "attachment"}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)

    async def picture(self, request: web.Request) -> web.Response:
        """A file that is a picture, to be shown: of a type that holds no script, and taken for no other."""
        file = self._workspace.state.file(request.match_info["file"])
        if file is None or not file.is_picture:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.mimetype, headers=_HEADERS)

    def deed(self, deed: PageDeed) -> _Handler:
        async def handle(request: web.Request) -> web.Response:
            return await done(request, deed, self._workspace, self._reader(request))

        return handle

    async def close(self, _: web.Application) -> None:
        await self._live.close()
        for look in list(self._looks):
            look.cancel()

    def _page(self, request: web.Request, reader: PageReader, place: SidebarPlace, **options: Any) -> web.Response:
        theme = request.cookies.get("theme", "")
        what = shown.PageRequest(place, theme=theme if theme in THEMES else "", version=self._live.version, **options)
        text = shown.page(what, reader, self._workspace.manifest)
        return web.Response(text=text, content_type="text/html", headers=_HEADERS)

    def _reader(self, request: web.Request) -> PageReader:
        """The person before the browser, whose language is the browser's: Slack's users have one, too."""
        state, language = self._workspace.state, _language(request)
        user = state.users[furnish.YOU.id]
        if user.locale.partition("-")[0] != language:
            state.add_user(replace(user, locale=language))
        return PageReader(state, furnish.YOU.id, language)

    def _look_at_home(self, reader: PageReader, tab: str) -> None:
        """Tells the app which of its tabs is looked at; what it publishes or suggests comes as news."""
        look: asyncio.Task[object] = asyncio.create_task(self._workspace.open_home(tab=tab, user=reader.viewer))
        self._looks.add(look)
        look.add_done_callback(self._looks.discard)


def _language(request: web.Request) -> str:
    """The reader's choice, else the first of the browser's languages that the page speaks, else the first one."""
    chosen = request.cookies.get("language")
    if chosen in languages():
        return chosen
    wanted = (
        part.split(";")[0].split("-")[0].strip() for part in request.headers.get("Accept-Language", "").split(",")
    )
    return next((language for language in wanted if language in languages()), languages()[0])
