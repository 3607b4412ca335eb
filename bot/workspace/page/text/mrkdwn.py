"""Slack's mrkdwn as HTML.

Text comes as Slack holds it: `&amp;`, `&lt;` and `&gt;` are decoded once, `<...>` is a link, mention or date, and all
else is text. Whatever comes in, what goes out holds no tag but those written here.
See docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from bot.workspace.page.look import PageLook
from bot.workspace.page.text import emoji, tokens
from bot.workspace.page.text.tokens import unescape

_FENCE = re.compile(r"```(.+?)```", re.DOTALL)
_QUOTE = re.compile(r"(?:&gt;|>) ?")
_QUOTE_REST = re.compile(r"(?:&gt;|>){3} ?")
_ITEM = re.compile(r"(\s*(?:•|◦|▪︎|▪|[-–]|\d{1,3}[.)]))\s+(\S.*)")
_ATOM = "\ufffc"
"""Stands for a piece that is HTML already while styles are sought; from outside it is dropped."""
_ATOMS = re.compile(
    r"`(?P<code>[^`\n]+)`|<(?P<token>[^<>\n]+)>|(?P<url>https?://[^\s<>|`*~]+)|(?P<emoji>" + emoji.pattern() + ")"
)
_STYLE = re.compile(r"(?<![\w*_~])([*_~])(?=\S)((?:(?!\1)[^\n])+)(?<=\S)\1(?!\w)")
_TERM = re.compile(r"(?<![^\s\"])(-\w{1,30})(?!\w)")
_TAGS = {"*": "strong", "_": "em", "~": "s"}
_URL_END = ".,;:!?)]}\"'”“"


def render(text: str, look: PageLook) -> Markup:
    """HTML of a mrkdwn text; block elements (`pre`, `blockquote`) may be among it."""
    out = Markup()
    for place, part in enumerate(_FENCE.split(text.replace(_ATOM, ""))):
        if place % 2:
            out += preformatted(_in_code(part.removeprefix("\n").removesuffix("\n"), look), look)
        else:
            # A line end beside a fence belongs to the fence: a block needs none.
            trimmed = part.removeprefix("\n") if place else part
            out += _lines(trimmed, look)
    return out


def preformatted(content: Markup, look: PageLook) -> Markup:
    """A block of code with its copy button (the button needs the page's script)."""
    return Markup(
        '<div class="code"><pre tabindex="0">{}</pre><button type="button" class="copy" data-copy>{}</button></div>'
    ).format(content, look.say("copy"))


def plain(text: str) -> Markup:
    """A `plain_text` object's text: emoji are drawn, nothing else has a meaning."""
    cells = re.split(f"({emoji.pattern()})", text)
    return Markup().join(emoji.found(cell) if place % 2 else escape(cell) for place, cell in enumerate(cells))


def _lines(text: str, look: PageLook) -> Markup:
    out = Markup()
    for quoted, lines in _grouped(text):
        if quoted:
            inner = Markup("\n").join(_inline(line, look) for line in lines)
            out += Markup("<blockquote>{}</blockquote>").format(inner)
        else:
            out += _paragraph(lines, look)
    return out


def _grouped(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Runs of quoted and of other lines; `>>>` quotes all that follows."""
    rest = False
    run: list[str] = []
    quoted = False
    for line in text.split("\n"):
        start = _QUOTE_REST.match(line) if not rest else None
        rest = rest or start is not None
        mark = start or _QUOTE.match(line)
        now = rest or mark is not None
        if run and now is not quoted:
            yield quoted, run
            run = []
        quoted = now
        run.append(line[mark.end() :] if mark else line)
    if run:
        yield quoted, run


def _paragraph(lines: list[str], look: PageLook) -> Markup:
    """Lines as typed; one that begins with a bullet or a number hangs, so that it wraps beside its mark."""
    out = Markup()
    fresh = True
    for line in lines:
        if item := _ITEM.fullmatch(line):
            mark, text = escape(item[1]), _inline(item[2], look)
            out += Markup('<span class="item"><span>{} </span><span>{}</span></span>').format(mark, text)
            fresh = True
        else:
            out += (Markup("") if fresh else Markup("\n")) + _inline(line, look)
            fresh = False
    return out


def _inline(line: str, look: PageLook) -> Markup:
    atoms: list[Markup] = []

    def keep(match: re.Match[str]) -> str:
        atoms.append(_atom(match, look))
        return _ATOM

    text = _ATOMS.sub(keep, line)
    return _styled(text, iter(atoms))


def _atom(match: re.Match[str], look: PageLook) -> Markup:
    if match["code"] is not None:
        return Markup("<code>{}</code>").format(_in_code(match["code"], look))
    if match["token"] is not None:
        return tokens.draw(match["token"], look)
    if match["url"] is not None:
        url = match["url"].rstrip(_URL_END)
        return tokens.link(unescape(url), None) + escape(unescape(match["url"][len(url) :]))
    return emoji.found(match["emoji"])


def _styled(text: str, atoms: Iterator[Markup]) -> Markup:
    """Bold, italic and strike, one within another; atoms are put back in their order."""
    out = Markup()
    done = 0
    for match in _STYLE.finditer(text):
        out += _text(text[done : match.start()], atoms)
        tag = Markup(_TAGS[match[1]])  # nosec B704  # noqa: S704 -- one of three tags of ours
        out += Markup("<{0}>{1}</{0}>").format(tag, _styled(match[2], atoms))
        done = match.end()
    return out + _text(text[done:], atoms)


def _text(text: str, atoms: Iterator[Markup]) -> Markup:
    first, *rest = text.split(_ATOM)
    out = escape(unescape(first))
    for piece in rest:
        out += next(atoms) + escape(unescape(piece))
    return out


def _in_code(text: str, look: PageLook) -> Markup:
    """Code keeps its characters; Slack still acts on tokens in it, so they are drawn."""
    pieces = re.split(r"<([^<>\n]+)>", text)
    return Markup().join(
        tokens.draw(piece, look) if place % 2 else _code_text(piece) for place, piece in enumerate(pieces)
    )


def _code_text(text: str) -> Markup:
    """A term such as `-all` is kept whole: browsers would break the line after its hyphen."""
    pieces = _TERM.split(unescape(text))
    return Markup().join(
        Markup('<span class="whole">{}</span>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
