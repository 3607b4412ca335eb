"""What a person types, as Slack sends it on (https://docs.slack.dev/messaging/formatting-message-text)."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from publicsuffixlist import PublicSuffixList

SAMPLES = ("example", "test")
"""Reserved names (RFC 2606) that no client would link; linked here, so that the sample domains read like real ones."""

TOKEN = re.compile(
    r"(?P<kept><(?:@|\#|!)[^<>\s]+>)"
    r"|(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)\"'“„])"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]++@(?P<at>(?:[\w-]+\.)+[\w-]+))"
    r"|@(?P<user>[\w.-]*\w)"
    r"|\#(?P<channel>[\w-]+)"
    r"|(?P<domain>(?<![\w.@/-])(?:[\w-]+\.)+(?P<last>[\w-]*[^\W\d_])(?![\w@-]))"
)


def plain(text: str) -> str:
    """`&`, `<` and `>` as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """A message as events carry it: entities, `<@U...>`, `<#C...|name>`, `<http://imone.lt|imone.lt>`, mailto.

    `users` and `channels` map names to ids. `<@U...>`, `<#C...>` and `<!...>` in `text` stay: they stand for a mention
    picked from a list.
    """
    return "".join(_piece(piece, match, users, channels) for piece, match in _pieces(text))


def typed_in_command(text: str, users: Mapping[str, str], channels: Mapping[str, str], *, should_escape: bool) -> str:
    """A slash command's text: as typed, or escaped like a message where the command's `should_escape` is set."""
    return typed(text, users, channels) if should_escape else text


def _pieces(text: str) -> Iterable[tuple[str, re.Match[str] | None]]:
    end = 0
    for match in TOKEN.finditer(text):
        yield text[end : match.start()], None
        yield match[0], match
        end = match.end()
    yield text[end:], None


def _piece(piece: str, match: re.Match[str] | None, users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    if match is None:
        return plain(piece)
    resolvers: Mapping[str, Callable[[], str | None]] = {
        "kept": lambda: piece,
        "url": lambda: f"<{plain(piece)}>",
        "mail": lambda: f"<mailto:{piece}|{piece}>" if _is_domain(match["at"].rpartition(".")[2]) else None,
        "user": lambda: f"<@{users[match['user']]}>" if match["user"] in users else None,
        "channel": lambda: (
            f"<#{channels[match['channel']]}|{match['channel']}>" if match["channel"] in channels else None
        ),
        "domain": lambda: f"<http://{piece}|{piece}>" if _is_domain(match["last"]) else None,
    }
    kind = next(name for name in resolvers if match[name])
    return resolvers[kind]() or plain(piece)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def _is_domain(last: str) -> bool:
    """Whether names end so: a top-level domain of the public suffix list, or a sample's."""
    label = last.lower()
    return label in SAMPLES or _suffixes().publicsuffix(label) is not None
