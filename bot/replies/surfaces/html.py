"""Spans as HTML. Every text is escaped; a link leads only where our own texts lead, over HTTPS."""

from markupsafe import Markup, escape

from bot.domains.values import Status
from bot.replies.document import Bold, ChannelSpan, CodeSpan, Inline, Inlines, Italic, Link, Mark, Moment, Text

SIGNS = {Status.OK: "✓", Status.NOTICE: "i", Status.UNKNOWN: "?", Status.WARNING: "!", Status.ERROR: "✗"}


def inline(parts: Inlines) -> Markup:
    """The spans, to stand within an element."""
    return Markup().join(_span(part) for part in parts)


def sign(status: Status) -> Markup:
    """A status's sign; what it means stands in words beside it, so it is not read out."""
    return Markup('<span class="sign {}" aria-hidden="true">{}</span>').format(status, SIGNS[status])


def _span(part: Inline) -> Markup:
    match part:
        case Text(text) | Moment(text=text):
            return escape(text)
        case CodeSpan(text):
            return Markup('<code dir="ltr">{}</code>').format(text)
        case Link(url, text):
            if not url.startswith("https://"):
                return escape(text)
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, text)
        case Mark(status):
            return sign(status)
        case ChannelSpan(id):
            return escape(f"#{id}")
        case Bold(parts):
            return Markup("<strong>{}</strong>").format(inline(parts))
        case Italic(parts):
            return Markup("<em>{}</em>").format(inline(parts))
