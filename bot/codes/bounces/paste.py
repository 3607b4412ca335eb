"""Pasted text made readable again: Slack's links, HTML entities, quoting, soft line breaks, log lines."""

import re
from dataclasses import dataclass

from bot.codes.bounces import loglines
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice, notice
from bot.codes.bounces.notice.text import unquoted as without_quoting
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import addresses_in, join, remote
from bot.codes.bounces.rules.knowledge import knowledge
from bot.measures import text as measured
from bot.measures import unescape

MAX_PASTE = 100_000

_SLACK = re.compile(r"<(?:mailto:|https?://)[^|<>\s]{1,500}\|([^<>|]{1,500})>")
_SLACK_BARE = re.compile(r"<mailto:([^|<>\s]{1,320})>")
_LINK = re.compile(r"<(https?://[^|<>\s]{1,500})>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_SOFT = re.compile(r"=\n(?=\S)")
_HEADER = re.compile(
    r"^(?:Received|From|To|Subject|Date|Return-Path|MIME-Version|Content-Type|Delivered-To|X-[\w-]{1,40}): ?\S",
    re.MULTILINE,
)
_REPORT = re.compile(r"^(?:Content-Type: *(?:multipart|message)/)", re.IGNORECASE | re.MULTILINE)
_SENDER = re.compile(r"sender|mail from|\bfrom\b|verification failed for|envelope", re.IGNORECASE)
_SYSEXIT = re.compile(r"6[4-9]|7[0-8]")
"""A bare exit status of a delivery program (sysexits.h): the whole of an `X-Unix` diagnostic."""
_SPOKEN = re.compile(r"\A[\s\"'`„“(\[]{0,4}[245]\d\d[ -](?:[#(]{0,2}[245]\.\d{1,3}\.\d{1,3}\b)?")
_NAMED = re.compile(r"@[\w-]|://|<[^<>\s]|\[[\da-f.:]{7}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paste:
    text: str
    notice: Notice
    is_mail: bool
    """It looks like a whole mail with headers."""
    logged: tuple[Account, ...]
    """Accounts of the log lines in it."""
    single: Account | None
    """The whole, where it is one reply and nothing around it."""


def unquoted(text: str) -> str:
    """A text without chat's links, HTML's entities and the marks of quoting."""
    text = (
        measured(text[:MAX_PASTE]).replace("\r\n", "\n").replace("\r", "\n").replace("\u200b", "").replace("\xa0", " ")
    )
    text = _LINK.sub(r"\1", _SLACK_BARE.sub(r"\1", _SLACK.sub(r"\1", text)))
    if _ENTITY.search(text):
        text = unescape(text)
        text = _LINK.sub(r"\1", _SLACK_BARE.sub(r"\1", _SLACK.sub(r"\1", text)))
    return without_quoting(text).replace("```", "\n")


def unmangle(text: str) -> Paste:
    """Undo what chat, mail programs and copying do to a bounce."""
    text = unquoted(text)
    if "=\n" in text:
        text = _SOFT.sub("", text)
    text = text.strip("\n `")
    lines = [line for line in text.split("\n") if line.strip()]
    logged = loglines.accounts(lines)
    is_mail = len(_HEADER.findall(text[:8000])) > 2 and bool(_HEADER.match(text) or _REPORT.search(text))
    pasted = notice(text)
    single = None if is_mail or logged or not _is_reply(lines, text) else _single(text)
    return Paste(text, pasted, is_mail, logged, single)


def is_reply(text: str) -> bool:
    """Whether a text begins as a server's reply, not as a question about a code: `552 5.2.2 Over quota`.

    Behind the reply code stands an enhanced status code with words, or words that name an address, a link or an IP.
    """
    plain = unescape(text[:2000]).strip()
    begin = _SPOKEN.match(plain)
    if not begin or plain.endswith("?"):
        return False
    words = re.findall(r"[^\W\d_]{3,}", plain[begin.end() : begin.end() + 400])
    return bool(words) and ("." in begin[0] or names_something(plain))


def names_something(text: str) -> bool:
    """Whether a text names an address, a link or an IP address in brackets."""
    return bool(_NAMED.search(unescape(text[:2000])))


def _is_reply(lines: list[str], text: str) -> bool:
    """One line, or several that all begin with the code, or that begin with it and run on."""
    if text.lstrip()[:1] in {"{", "["} and '":' in text:
        return False
    return len(lines) == 1 or (
        bool(re.match(r"\s{0,4}[\"']?[45]\d\d[ -]", text)) and len(lines) < 30 and "\n\n" not in text.strip()
    )


def _single(text: str) -> Account:
    reply = join(text)
    if _SYSEXIT.fullmatch(reply):
        return Account(reply=f"x-unix; {reply}")
    host, ip = remote(reply)
    return Account(
        recipient=_recipient(reply),
        reply=reply,
        command=command_in(reply),
        remote_host=host,
        remote_ip=ip,
    )


def _recipient(reply: str) -> str | None:
    """The address that a reply is about, unless the reply is about the sender's."""
    named = re.match(r"<([^\s<>]{1,64}@[^\s<>]{1,253})>: ", reply)
    if named:
        return named[1]
    if _SENDER.search(reply[:1000]):
        return None
    contacts = knowledge().contacts
    return next((each for each in addresses_in(reply) if each.lower() not in contacts), None)
