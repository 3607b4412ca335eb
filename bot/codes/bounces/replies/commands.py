"""SMTP commands (RFC 5321, 4.1.1), and how notices say which one was answered."""

import re
from enum import StrEnum

from ahocorasick_rs import AhoCorasick, MatchKind


class Command(StrEnum):
    """The SMTP command that the refusing server answered (RFC 5321, 4.1.1)."""

    CONNECT = "connect"
    HELO = "helo"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    AUTH = "auth"
    STARTTLS = "starttls"


_COMMAND = re.compile(
    r"(?:in reply to|after|did not like our|in response to(?: the)?|>>>|refused our)\s{1,3}"
    r"(?:end of (?:the )?)?(initial (?:connection|(?:server )?greeting)|connect\w{0,3}|EHLO|HELO|LHLO|MAIL|RCPT|DATA"
    r"|AUTH|STARTTLS|final DATA|data|pipelined (?:MAIL|RCPT|DATA)|sending data block)",
    re.IGNORECASE,
)
_STARTS = AhoCorasick(
    ("in reply to", "after ", "did not like", "in response to", ">>>", "refused our"),
    matchkind=MatchKind.LeftmostFirst,  # the kind for which the library compares many characters at once
    store_patterns=True,
)
_NAMES = (
    ("connect", Command.CONNECT),
    ("greeting", Command.CONNECT),
    ("helo", Command.HELO),
    ("ehlo", Command.HELO),
    ("lhlo", Command.HELO),
    ("mail", Command.MAIL),
    ("rcpt", Command.RCPT),
    ("data", Command.DATA),
    ("auth", Command.AUTH),
    ("starttls", Command.STARTTLS),
)


def command_in(text: str) -> Command | None:
    """The command that the text says was answered: `in reply to RCPT TO`, `after MAIL FROM`."""
    if "refused to talk to me" in text:
        return Command.CONNECT
    starts = _STARTS.find_matches_as_strings(text)
    match = _COMMAND.search(text, text.find(starts[0])) if starts else None
    return named_command(match[1]) if match else None


def named_command(words: str) -> Command | None:
    folded = words.lower()
    for name, command in _NAMES:
        if name in folded:
            return command
    return None
