"""Sendmail 8 and 5: lists of addresses, then the transcript of the session with `>>>` and `<<<`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.replies.dialogue import chosen, replies_in
from bot.codes.bounces.replies.reply import ServerReply, address_in, join, remote

MARKS = ("transcript of session follows", "the following addresses had", "... while talking to")

_LISTED = re.compile(r"the following addresses had[^\n]{0,60}-----\s*\n")
"""In lower case, as `_TALKING`: ignoring the case takes a search several times as long."""
_LIST_END = re.compile(r"\n[ \t]{0,8}(?:\n|-----)")
_REASON = re.compile(r"^\s+\((?:reason: ?)?(.{0,1500}?)\)?\s{0,3}$")
_TALKING = re.compile(r"while talking to ([a-z0-9_.:-]{1,253}?)\.?:?\s{0,3}$")
_OWN = re.compile(r"^([45]\d\d)(?: [45]\.\d{1,3}\.\d{1,3})? <?([^\s<>]{1,320})>?(?: \(smtp\))?\.\.\. (.{0,500})$")
_DEFERRED = re.compile(
    r"\.\.\. Deferred|Message could not be delivered|Warning: message still|Will keep trying|will be deleted"
)
_PROGRAM = re.compile(r"^(?:[45]\d\d |[a-z][\w.-]{1,30}: \S)")
"""A reply that names no address, or the words of a delivery program (`mail.local: ...`)."""


@dataclass(frozen=True, slots=True)
class _Transcript:
    replies: tuple[ServerReply, ...]
    """What the remote servers said."""
    verdicts: tuple[tuple[str, str], ...]
    """Sendmail's own words of an address, each once."""
    own: str
    """Its other words: `Deferred`, a delivery program's complaint."""
    host: str | None


def find(notice: Notice) -> tuple[Account, ...]:
    listed = _listed(notice)
    transcript = _transcript(notice.lines)
    if len(listed) == 1:
        address, reason = listed[0]
        return (_single(address, reason, transcript),)
    reasons = {address.lower(): reason for address, reason in transcript.verdicts}
    if reasons and not reasons.keys() < {address.lower() for address, _ in listed}:
        return tuple(
            account(address, reason)._replace(remote_host=transcript.host) for address, reason in transcript.verdicts
        )
    if listed:
        return tuple(
            _single(address, reasons.get(address.lower()) or reason, transcript, alone=False)
            for address, reason in listed
        )
    if best := chosen(transcript.replies):
        return (_answered(best.recipient or address_in(best.text), best, transcript),)
    return (account(address_in(transcript.own), transcript.own),) if transcript.own else ()


def _single(address: str, reason: str, transcript: _Transcript, *, alone: bool = True) -> Account:
    """The account of a listed address: the remote's refusal if one spoke, else the own server's words."""
    to_address = [reply for reply in transcript.replies if (reply.recipient or "").lower() == address.lower()]
    if best := chosen(transcript.replies if alone else to_address, reason):
        return _answered(address, best, transcript)
    if reason and not alone:
        return account(address, reason)._replace(remote_host=transcript.host)
    verdict = " ".join(text for _, text in transcript.verdicts)
    if not verdict or "Service unavailable" in verdict:
        # Sendmail writes that of any failure that it cannot name: what a program said before it tells more.
        verdict = transcript.own or verdict
    return account(address, verdict or reason)._replace(remote_host=transcript.host)


def _answered(address: str | None, reply: ServerReply, transcript: _Transcript) -> Account:
    text = join(reply.text)
    _, ip = remote(text)
    host = reply.host or transcript.host
    return Account(address, text, None, reply.command, host, ip, replies=transcript.replies)


def _listed(notice: Notice) -> list[tuple[str, str]]:
    """Addresses under "The following addresses had ... errors", each with its `(reason: ...)`."""
    section = _LISTED.search(notice.folded)
    headed: list[tuple[str, str]] = []
    listed = notice.text[section.end() : section.end() + 6000] if section else ""
    for line in _LIST_END.split(listed, maxsplit=1)[0].splitlines():
        reason = _REASON.match(line)
        if reason and headed:
            if not reason[1].startswith("expanded from"):
                headed[-1] = (headed[-1][0], headed[-1][1] or reason[1])
        elif address := address_in(line):
            headed.append((address, ""))
    return headed


def _transcript(lines: Sequence[str]) -> _Transcript:
    """The session below the line that announces it."""
    begin = next((number for number, line in enumerate(lines) if "ranscript of session" in line), None)
    session = lines[begin + 1 :] if begin is not None else ()
    own: list[tuple[str, str]] = []
    others: list[str] = []
    host: str | None = None
    last = ""
    for line in session:
        if talking := _TALKING.search(line.lower()):
            host = talking[1]
        elif line.startswith("<<<"):
            last = line[3:].strip()
        elif (verdict := _OWN.match(line)) and "@" in verdict[2]:
            own.append((verdict[2], _verdict(last, verdict)))
        elif _DEFERRED.search(line) or _PROGRAM.match(line):
            others.append(line.strip())
    return _Transcript(replies_in(session), tuple(_by_address(own)), "\n".join(others), host)


def _verdict(last: str, verdict: re.Match[str]) -> str:
    """Sendmail's word of an address; with the remote's last words, unless Sendmail repeats or replaces their code."""
    if re.match(r"[45]\d\d ", verdict[3]):
        return verdict[3]
    if last[:3] == verdict[1]:
        return last
    return f"{verdict[0]} {last}".strip()


def _by_address(own: list[tuple[str, str]]) -> list[tuple[str, str]]:
    merged: dict[str, str] = {}
    for address, reason in own:
        merged[address] = (
            f"{merged[address]} {reason}" if address in merged and reason not in merged[address] else reason
        )
    return list(merged.items())
