"""Pasted text made readable again: Slack's links, HTML entities, quoting, soft line breaks, log lines."""

import re
from dataclasses import dataclass

from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice, notice
from bot.codes.bounces.notice.text import unquoted as without_quoting
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import addresses_in, join, remote
from bot.codes.bounces.rules.knowledge import knowledge
from bot.measures import text as measured
from bot.measures import unescape

MAX_PASTE = 100_000
MAX_LOGGED = 50

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
_TO = re.compile(r"\bto=<([^<>\s]{1,320})>")
_DSN = re.compile(r"\bdsn=([245]\.\d{1,3}\.\d{1,3})\b")
_STATUS = re.compile(r"\bstatus=(bounced|deferred|undeliverable|expired) \(")
_REJECT = re.compile(
    r"postfix\S{0,40}: (?:[0-9A-Za-z]{5,20}: )?(?:milter-)?reject: ([A-Z]{4,12}) from "
    r"[^\n]{0,200}?: ([45]\d\d [^;]{1,1000});(?:[^\n]{0,300}?to=<([^<>\s]{1,320})>)?"
)
_EXIM = re.compile(r"[\d:.]{8,15} (?:\[\d{1,8}\] )?(?:[0-9A-Za-z-]{16,24} )?(\*\*|==) ([^\s@]{1,320}@[^\s:@]{1,253})")
"""Up to the address. The reason comes after the first `: ` behind it, which `partition` finds: three bounded repeats in
a row would try 320 · 253 · 200 ways at each place."""
_EXIM_SETTINGS = 200
"""Characters of `R=dnslookup T=remote_smtp H=mx.imone.lt [192.0.2.1]` between address and reason."""
_REMOTE_SMTP = re.compile(r" H=([A-Za-z0-9_.-]{1,253}) \[([0-9a-f.:]{3,45})\]")


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
    logged = tuple(filter(None, map(_logged, lines[:MAX_LOGGED])))
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


def _logged(line: str) -> Account | None:
    """The account of a Postfix or Exim log line that tells of a failure."""
    line = line[:4000]
    if (status := _STATUS.search(line)) and (to := _TO.search(line)):
        reply = join(line[status.end() :].rstrip().removesuffix(")"))
        host, ip = remote(reply)
        code = _DSN.search(line)
        action = "delayed" if status[1] == "deferred" else "failed"
        return Account(to[1], reply, code[1] if code else None, command_in(reply), host, ip, action)
    if match := _REJECT.search(line):
        return Account(match[3], join(match[2]), None, command_in(f"after {match[1]}"))
    if match := _EXIM.search(line):
        settings, colon, reason = line[match.end() :].partition(": ")
        if not (colon and reason) or len(settings) > _EXIM_SETTINGS:
            return None
        host_named = _REMOTE_SMTP.search(settings)
        action = "delayed" if match[1] == "==" else "failed"
        reply = join(reason)
        return Account(
            match[2],
            reply,
            None,
            command_in(reply),
            host_named[1].lower() if host_named else None,
            host_named[2] if host_named else None,
            action,
        )
    return None
