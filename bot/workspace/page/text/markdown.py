"""The `markdown` block's text (CommonMark's everyday part, as language models write it) as HTML."""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from bot.workspace.page.look import PageLook
from bot.workspace.page.text import tokens
from bot.workspace.page.text.mrkdwn import plain, preformatted

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_RULE = re.compile(r"\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBER = re.compile(r"\s*(\d{1,9})[.)]\s+(.*)")
_QUOTE = re.compile(r"\s{0,3}(?:> ?)+(.*)")
_FENCE = re.compile(r"\s{0,3}```")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>[^\]\[\n]*)\]\((?P<url>[^()\s]+)\)"
    r"|\*\*(?P<strong>(?:(?!\*\*)[^\n])+)\*\*"
    r"|~~(?P<strike>(?:(?!~~)[^\n])+)~~"
    r"|(?<!\w)(?P<mark>[*_])(?=\S)(?P<em>(?:(?!(?P=mark))[^\n])+)(?<=\S)(?P=mark)(?!\w)"
)


def render(text: str, look: PageLook) -> Markup:
    """HTML of a Markdown text; raw HTML in it is shown, not obeyed."""
    lines = text.split("\n")
    out = Markup()
    at = 0
    while at < len(lines):
        piece, at = _block(lines, at, look)
        out += piece
    return out


def _block(lines: list[str], at: int, look: PageLook) -> tuple[Markup, int]:
    """The block that begins at a line, and the line after it."""
    line = lines[at]
    if _FENCE.match(line):
        end = next((n for n in range(at + 1, len(lines)) if _FENCE.match(lines[n])), len(lines))
        return preformatted(escape("\n".join(lines[at + 1 : end])), look), end + 1
    if not line.strip():
        return Markup(), at + 1
    if heading := _HEADING.match(line):
        # The page's own headings come first; a message's begin two levels down.
        level = min(len(heading[1]) + 2, 6)
        title = heading[2].rstrip().rstrip("#").rstrip()
        return Markup("<h{0}>{1}</h{0}>").format(level, inline(title)), at + 1
    if _RULE.match(line):
        return Markup("<hr>"), at + 1
    for pattern, tag, group in ((_BULLET, "ul", 1), (_NUMBER, "ol", 2)):
        if pattern.match(line):
            items, end = _run(lines, at, pattern, group)
            inner = Markup().join(Markup("<li>{}</li>").format(inline(item)) for item in items)
            start = Markup(' start="{}"').format(_first_number(line)) if tag == "ol" else ""
            return Markup("<{0}{1}>{2}</{0}>").format(tag, start, inner), end
    if _QUOTE.match(line):
        quoted, end = _run(lines, at, _QUOTE, 1)
        return Markup("<blockquote>{}</blockquote>").format(render("\n".join(quoted), look)), end
    return _paragraph(lines, at)


def _paragraph(lines: list[str], at: int) -> tuple[Markup, int]:
    end = at + 1
    starts = (_HEADING, _RULE, _BULLET, _NUMBER, _QUOTE, _FENCE)
    while end < len(lines) and lines[end].strip() and not any(start.match(lines[end]) for start in starts):
        end += 1
    body = Markup("<br>").join(inline(line) for line in lines[at:end])
    return Markup("<p>{}</p>").format(body), end


def _run(lines: list[str], at: int, pattern: re.Pattern[str], group: int) -> tuple[list[str], int]:
    parts = []
    while at < len(lines) and (match := pattern.match(lines[at])):
        parts.append(match[group])
        at += 1
    return parts, at


def _first_number(line: str) -> str:
    match = _NUMBER.match(line)
    return match[1] if match else "1"


_SPANS: dict[str, Callable[[re.Match[str]], Markup]] = {
    "code": lambda match: Markup("<code>{}</code>").format(match["code"]),
    "url": lambda match: tokens.link(match["url"], match["label"] or None),
    "strong": lambda match: Markup("<strong>{}</strong>").format(inline(match["strong"])),
    "strike": lambda match: Markup("<s>{}</s>").format(inline(match["strike"])),
    "em": lambda match: Markup("<em>{}</em>").format(inline(match["em"])),
}


def inline(text: str) -> Markup:
    """Code, links, bold, strike and italics of one line."""
    out = Markup()
    done = 0
    for match in _INLINE.finditer(text):
        kind = next(name for name in _SPANS if match[name] is not None)
        out += plain(text[done : match.start()]) + _SPANS[kind](match)
        done = match.end()
    return out + plain(text[done:])
