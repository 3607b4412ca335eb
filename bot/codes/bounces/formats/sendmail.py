"""Sendmail 8 and 5: lists of addresses, then the transcript of the session with `>>>` and `<<<`."""

import re
from dataclasses import replace

from bot.codes.bounces.accounts import Account, Command, named_command
from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notices import Notice
from bot.codes.bounces.replies import address_in

MARKS = ("transcript of session follows", "the following addresses had", "... while talking to")

_LISTED = re.compile(r"the following addresses had[^\n]{0,60}-----\s*\n", re.IGNORECASE)
_LIST_END = re.compile(r"\n[ \t]{0,8}(?:\n|-----)")
_REASON = re.compile(r"^\s+\((?:reason: ?)?(.{0,1500}?)\)?\s{0,3}$")
_TALKING = re.compile(r"while talking to ([A-Za-z0-9_.:-]{1,253}?)\.?:?\s{0,3}$", re.IGNORECASE)
_OWN = re.compile(r"^([45]\d\d)(?: [45]\.\d{1,3}\.\d{1,3})? <?([^\s<>]{1,320})>?(?: \(smtp\))?\.\.\. (.{0,500})$")
_DEFERRED = re.compile(
    r"\.\.\. Deferred|Message could not be delivered|Warning: message still|Will keep trying|will be deleted"
)


def find(notice: Notice) -> tuple[Account, ...]:
    listed = _listed(notice.text)
    replies, own, host, command = _transcript(notice.lines)
    if len(listed) == 1:
        address, reason = listed[0]
        verdict = " ".join(text for _, text in own)
        return (replace(account(address, replies or verdict or reason), remote_host=host, command=command),)
    told = {address.lower(): reason for address, reason in own}
    if own and not told.keys() < {address.lower() for address, _ in listed}:
        return tuple(replace(account(address, reason), remote_host=host) for address, reason in own)
    if listed:
        return tuple(
            replace(account(address, told.get(address.lower()) or reason or replies), remote_host=host, command=command)
            for address, reason in listed
        )
    if replies:
        return (replace(account(address_in(replies), replies), remote_host=host, command=command),)
    return ()


def _listed(text: str) -> list[tuple[str, str]]:
    """Addresses under "The following addresses had ... errors", each with its `(reason: ...)`."""
    section = _LISTED.search(text)
    found: list[tuple[str, str]] = []
    listed = text[section.end() : section.end() + 6000] if section else ""
    for line in _LIST_END.split(listed, maxsplit=1)[0].splitlines():
        reason = _REASON.match(line)
        if reason and found:
            if not reason[1].startswith("expanded from"):
                found[-1] = (found[-1][0], found[-1][1] or reason[1])
        elif address := address_in(line):
            found.append((address, ""))
    return found


def _transcript(lines: tuple[str, ...]) -> tuple[str, list[tuple[str, str]], str | None, Command | None]:
    """The remote's replies to the refused command, Sendmail's own verdicts by address, the host and the command."""
    replies: list[str] = []
    own: list[tuple[str, str]] = []
    others: list[str] = []
    host: str | None = None
    command: Command | None = None
    first: Command | None = None
    within = False
    for line in lines:
        within = within or "ranscript of session" in line
        if not within:
            continue
        if talking := _TALKING.search(line):
            host = talking[1].lower()
        elif line.startswith(">>>"):
            command = named_command(line[3:20])
        elif line.startswith("<<<"):
            if first is None or first == command:
                first = command
                replies.append(line[3:].strip())
        elif (verdict := _OWN.match(line)) and "@" in verdict[2]:
            own.append((verdict[2], _verdict(replies, verdict)))
            if "nknown" in verdict[3]:
                first = Command.RCPT
        elif _DEFERRED.search(line) or re.match(r"^[45]\d\d ", line):
            others.append(line.strip())
    return "\n".join(replies) or "\n".join(others), _by_address(own), host, first


def _verdict(replies: list[str], verdict: re.Match[str]) -> str:
    """Sendmail's word of an address; with the remote's last words, unless Sendmail repeats or replaces their code."""
    last = replies[-1] if replies else ""
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
