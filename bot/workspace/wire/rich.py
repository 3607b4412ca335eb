"""What a person typed as the rich text block that Slack's client makes of it, beside the message's `text`.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from collections.abc import Iterator

from bot.workspace.values import Json

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_QUOTE = re.compile(r"(?m)((?:^&gt; ?.*(?:\n|$))+)")
_TOKEN = re.compile(
    r"<(?P<sign>[@#!])(?P<id>[^<|>]+)(?:\|[^<>]*)?>"
    r"|<(?P<url>[^<|>@#!][^<|>]*)(?:\|(?P<label>[^<>]*))?>"
)


def rich_text(text: str, block_id: str) -> Json:
    """One block of a message's `text`, escaped as events carry it."""
    return {"type": "rich_text", "block_id": block_id, "elements": list(_parts(text))}


def _parts(text: str) -> Iterator[Json]:
    for place, part in enumerate(_FENCE.split(text)):
        if place % 2:
            yield {"type": "rich_text_preformatted", "elements": list(_inline(part)), "border": 0}
        else:
            yield from _around_quotes(part)


def _around_quotes(text: str) -> Iterator[Json]:
    for place, part in enumerate(_QUOTE.split(text)):
        if place % 2:
            lines = (re.sub("^&gt; ?", "", line) for line in part.splitlines())
            yield {"type": "rich_text_quote", "elements": list(_inline("\n".join(lines)))}
        elif part:
            yield {"type": "rich_text_section", "elements": list(_inline(part))}


def _inline(text: str) -> Iterator[Json]:
    end = 0
    for match in _TOKEN.finditer(text):
        yield from _text(text[end : match.start()])
        yield _element(match)
        end = match.end()
    yield from _text(text[end:])


def _text(text: str) -> Iterator[Json]:
    if text:
        yield {"type": "text", "text": _plain(text)}


def _element(match: re.Match[str]) -> Json:
    match match["sign"]:
        case "@":
            return {"type": "user", "user_id": match["id"]}
        case "#":
            return {"type": "channel", "channel_id": match["id"]}
        case "!":
            return {"type": "broadcast", "range": match["id"]}
    link: Json = {"type": "link", "url": _plain(match["url"])}
    return link | ({"text": _plain(match["label"])} if match["label"] else {})


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
