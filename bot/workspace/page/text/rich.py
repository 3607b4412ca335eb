"""`rich_text` blocks (also table cells and task details) as HTML."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from bot.workspace.page.look import PageLook
from bot.workspace.page.text import emoji, tokens
from bot.workspace.page.text.links import safe_href
from bot.workspace.page.text.mrkdwn import preformatted

_STYLES = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u", "code": "code"}


def render(block: dict[str, Any], look: PageLook) -> Markup:
    """HTML of a `rich_text` block: its sections, lists, quotes and preformatted parts."""
    return Markup().join(_part(part, look) for part in block.get("elements", ()))


def _part(part: dict[str, Any], look: PageLook) -> Markup:
    match part.get("type"):
        case "rich_text_section":
            return Markup('<div class="rich">{}</div>').format(_run(part, look))
        case "rich_text_list":
            return _list(part, look)
        case "rich_text_quote":
            return Markup("<blockquote>{}</blockquote>").format(_run(part, look))
        case "rich_text_preformatted":
            return preformatted(_run(part, look), look)
        case unknown:
            return unsupported(str(unknown), look)


def unsupported(kind: str, look: PageLook) -> Markup:
    """A box in the place of what the page cannot draw: better seen than missing."""
    return Markup('<div class="unsupported" role="note">{}: <code>{}</code></div>').format(
        look.say("unsupported"), kind
    )


def _list(part: dict[str, Any], look: PageLook) -> Markup:
    items = Markup().join(Markup("<li>{}</li>").format(_run(item, look)) for item in part.get("elements", ()))
    indent = min(int(part.get("indent") or 0), 8)
    if part.get("style") == "ordered":
        first = int(part.get("offset") or 0) + 1
        return Markup('<ol class="indent-{}" start="{}">{}</ol>').format(indent, first, items)
    return Markup('<ul class="indent-{}">{}</ul>').format(indent, items)


def _run(part: dict[str, Any], look: PageLook) -> Markup:
    return Markup().join(_element(element, look) for element in part.get("elements", ()))


def _element(element: dict[str, Any], look: PageLook) -> Markup:
    draw = _ELEMENTS.get(str(element.get("type")))
    if draw is None:
        return unsupported(str(element.get("type")), look)
    drawn = draw(element, look)
    for style, on in (element.get("style") or {}).items():
        if on and style in _STYLES:
            drawn = Markup("<{0}>{1}</{0}>").format(Markup(_STYLES[style]), drawn)  # nosec B704  # noqa: S704 -- tags of ours
    return drawn


def _link(element: dict[str, Any], _: PageLook) -> Markup:
    return tokens.link(str(element.get("url", "")), element.get("text"))


def _emoji(element: dict[str, Any], _: PageLook) -> Markup:
    name = str(element.get("name", ""))
    known = emoji.known().get(name)
    return known.draw() if known else escape(f":{name}:")


def _date(element: dict[str, Any], look: PageLook) -> Markup:
    try:
        when = datetime.fromtimestamp(int(element["timestamp"])).astimezone()
    except (KeyError, OverflowError, OSError, TypeError, ValueError):
        return escape(str(element.get("fallback", "")))
    shown = tokens.date_words(when, str(element.get("format", "{date_num}")), look.language)
    time = Markup('<time datetime="{}">{}</time>').format(when.isoformat(), shown)
    href = safe_href(str(element.get("url") or ""))
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(href, time) if href else time


_ELEMENTS: dict[str, Callable[[dict[str, Any], PageLook], Markup]] = {
    "text": lambda element, _: escape(str(element.get("text", ""))),
    "link": _link,
    "emoji": _emoji,
    "date": _date,
    "user": lambda element, look: tokens.user(str(element.get("user_id")), look),
    "channel": lambda element, look: tokens.draw(f"#{element.get('channel_id')}", look),
    "usergroup": lambda element, _: tokens.broadcast(str(element.get("usergroup_id"))),
    "team": lambda element, _: tokens.broadcast(str(element.get("team_id"))),
    "broadcast": lambda element, _: tokens.broadcast(str(element.get("range"))),
    "color": lambda element, _: Markup("<code>{}</code>").format(element.get("value", "")),
}
