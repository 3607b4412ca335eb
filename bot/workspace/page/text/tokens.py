"""What stands between `<` and `>` in mrkdwn: links, mentions and dates."""

import re
from collections.abc import Callable
from datetime import datetime

from babel.dates import format_date, format_datetime, format_timedelta
from markupsafe import Markup, escape

from bot.workspace.page.look import PageLook
from bot.workspace.page.text.links import safe_href

_BROADCASTS = ("here", "channel", "everyone")
_DATE = re.compile(r"!date\^(-?\d{1,12})\^([^^|]*)(?:\^([^|]*))?(?:\|(.*))?")
_DATE_WORD = re.compile(r"\{(\w+)\}")


def unescape(text: str) -> str:
    """Slack's three entities, decoded once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def draw(token: str, look: PageLook) -> Markup:
    """One token without its angle brackets. What is no token of Slack's is shown as it came."""
    body, _, label = token.partition("|")
    if body.startswith("@"):
        return user(body[1:], look, unescape(label))
    if body.startswith("#"):
        name = look.channel(body[1:]) or unescape(label) or body[1:]
        return Markup('<span class="mention">#{}</span>').format(name)
    if body.startswith("!date^"):
        return _date(token, look)
    if body.startswith("!subteam^"):
        return broadcast(unescape(label).removeprefix("@") or body.removeprefix("!subteam^"))
    if body.startswith("!"):
        return broadcast(body[1:].partition("^")[0])
    return link(unescape(body), unescape(label) or None) if ":" in body else _as_is(token)


def link(url: str, label: str | None) -> Markup:
    """A link to another site; only its text where the address is none that we link to."""
    href = safe_href(url)
    if href is None:
        return escape(label or f"<{url}>")
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        href, label or href.removeprefix("mailto:")
    )


def user(id: str, look: PageLook, label: str = "") -> Markup:
    loud = " loud" if id == look.viewer else ""
    return Markup('<span class="mention{}">@{}</span>').format(loud, look.user(id) or label or id)


def broadcast(whom: str) -> Markup:
    """`@here` and the like, drawn so that nobody can overlook one that should not be there."""
    kind = "loud" if whom in _BROADCASTS else "group"
    return Markup('<mark class="mention {}">@{}</mark>').format(kind, whom)


def _as_is(token: str) -> Markup:
    return escape(f"<{unescape(token)}>")


def _date(token: str, look: PageLook) -> Markup:
    parts = _DATE.fullmatch(token)
    if parts is None:
        return _as_is(token)
    try:
        when = datetime.fromtimestamp(int(parts[1])).astimezone()
    except (OverflowError, OSError, ValueError):
        return escape(unescape(parts[4] or parts[1]))
    shown = date_words(when, unescape(parts[2]), look.language)
    time = Markup('<time datetime="{}">{}</time>').format(when.isoformat(), shown)
    href = safe_href(unescape(parts[3])) if parts[3] else None
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(href, time) if href else time


_FORMATS: dict[str, Callable[[datetime, str], str]] = {
    "date_num": lambda when, _: f"{when:%Y-%m-%d}",
    "date": lambda when, language: format_date(when, "long", locale=language),
    "date_short": lambda when, language: format_date(when, "medium", locale=language),
    "date_long": lambda when, language: format_date(when, "full", locale=language),
    "time": lambda when, _: f"{when:%H:%M}",
    "time_secs": lambda when, _: f"{when:%H:%M:%S}",
    "day_divider_pretty": lambda when, language: format_date(when, "full", locale=language),
    "ago": lambda when, language: format_timedelta(
        when - datetime.now(when.tzinfo), add_direction=True, locale=language
    ),
}


def date_words(when: datetime, form: str, language: str) -> str:
    """A date by Slack's format words, `{date_num} {time}`; words that Slack does not know stay as they are."""

    def word(match: re.Match[str]) -> str:
        name = match[1].removesuffix("_pretty") if match[1] not in _FORMATS else match[1]
        shape = _FORMATS.get(name)
        return shape(when, language) if shape else match[0]

    return _DATE_WORD.sub(word, form) or format_datetime(when, locale=language)
