"""The report's page at `/report/<token>`. It reads one row of the database and makes no other request."""

from aiohttp import web

from bot.languages import languages
from bot.pages.links import PATH, PublicPages
from bot.pages.tokens import Expired, Forged
from bot.replies.pages import HEADERS, Made, no_report_page, report_page


def report_routes(pages: PublicPages, language: str) -> list[web.RouteDef]:
    """The page, or a kind message if there is none (404) or it has expired (410); `language` is tried first.
    `?lang=en` shows the page in another language."""

    async def report(request: web.Request) -> web.Response:
        try:
            stored = await pages.reports.get(pages.tokens.read(request.match_info["token"]))
        except Forged:
            return _page(no_report_page(language), 404)
        except Expired:
            stored = None
        if stored is None:
            return _page(no_report_page(language), 410)
        wanted = request.query.get("lang", "")
        made = Made(stored.made, stored.until, stored.author, pages.logo)
        return _page(report_page(stored.report, wanted if wanted in languages() else stored.language, made), 200)

    return [web.get(PATH + "{token}", report)]


def _page(html: str, status: int) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
