"""Whole pages of HTML, for a reader who is not in Slack: no script, nothing from elsewhere, fit to be printed."""

import base64
import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from bot.domains.values import Report
from bot.languages import languages
from bot.replies.clean import clean
from bot.replies.engine import TEMPLATES, engine
from bot.replies.parse import parse_inline
from bot.replies.surfaces import html

STYLE = (TEMPLATES / "pages" / "style.css").read_text(encoding="utf-8")
STYLE_HASH = f"sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}"
"""Of the one `<style>` that each page has, as a Content-Security-Policy names it."""
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src '{STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
}
"""Of each page. No script, no picture but the logo that it holds itself, nothing from elsewhere; its address is told to
nobody."""


@dataclass(frozen=True, slots=True)
class Made:
    """Who made a page, and when."""

    at: float
    """Unix time of the check, in seconds."""
    until: float
    """Unix time of the page's end."""
    author: str = ""
    """The workspace's name."""
    logo: str = ""
    """A picture as a `data:` URL."""


def report_page(report: Report, language: str, made: Made) -> str:
    """A whole report; it links to itself in the other languages."""
    others = [each for each in languages() if each != language]
    return _page(
        "report",
        language,
        report=report,
        made=made.at,
        until=made.until,
        author=made.author,
        logo=made.logo,
        others=others,
    )


def no_report_page(first: str) -> str:
    """There is no such page, or not any more: in every language, as nobody knows who asks; `first` comes first."""
    say_in = {
        language: engine(language).phrases.say
        for language in sorted(languages(), key=lambda language: language != first)
    }
    return _page("no-report", first, said=say_in)


def install_page(language: str, *, title: str, text: str, address: str, link: str) -> str:
    """How an installation ended, and the way on."""
    return _page("install", language, title=title, text=text, address=address, link=link)


def _page(template: str, language: str, **values: object) -> str:
    environment = engine(language).environment
    return environment.get_template(f"pages/{template}.html").render(
        style=Markup(STYLE),  # nosec B704  # noqa: S704  our own file
        html=_html,
        clean=clean,
        sign=html.sign,
        **values,
    )


def _html(xml: str) -> Markup:
    """A phrase or a text, which is inline XML, as HTML."""
    return html.inline(parse_inline(str(xml)))
