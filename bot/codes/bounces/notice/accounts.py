"""What a bounce says of one recipient, before it is understood."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.codes.bounces.replies.commands import Command
from bot.codes.bounces.replies.dialogue import chosen
from bot.codes.bounces.replies.reply import ServerReply, letters


class Account(NamedTuple):
    """One recipient's failure as reported: nothing here is judged yet."""

    recipient: str | None = None
    reply: str = ""
    """What the refusing server said, lines joined by one space; or the reporting system's reason."""
    status: str | None = None
    """The report's own Status field (RFC 3464, 2.3.4), which may differ from the one in `reply`."""
    command: Command | None = None
    remote_host: str | None = None
    remote_ip: str | None = None
    action: str | None = None
    """`failed`, `delayed`, `delivered`, `relayed`, `expanded` (RFC 3464, 2.3.3); `complained` where a sending service
    reports that the recipient pressed "spam"."""
    original: str | None = None
    """The address that was written to, where it is another than `recipient`: the mail was passed on."""
    reporting_host: str | None = None
    """The server that wrote the notice, where its text names it."""
    replies: tuple[ServerReply, ...] = ()
    """All replies of the quoted SMTP dialogue, of which `reply` is one; empty where the notice quotes none."""


_CODE = re.compile(r"[45](?<![\d.].)[0-5]\d(?=[ -])")


def merged(report: Account, notice: Account) -> Account:
    """The delivery report's account, filled up by what the human-readable part says of the same recipient.

    Reports often carry only the first line of a reply, or none: the longer telling of the same thing wins.
    """
    if notice.replies and (best := chosen(notice.replies, report.reply)):
        notice = notice._replace(reply=best.text, command=best.command, remote_host=best.host or notice.remote_host)
        if not _same(report.reply, best.text):
            report = report._replace(reply="", remote_host=notice.remote_host or report.remote_host)
    reply = report.reply
    if _tells_more(notice.reply, reply):
        reply = notice.reply or reply
    elif _coded(notice.reply) and (not _coded(reply) or (_worn(reply) and not _worn(notice.reply))):
        reply = f"{notice.reply} ({reply})" if _worn(reply) else f"{reply} ({notice.reply})"
    return Account(
        report.recipient or notice.recipient,
        reply,
        report.status or notice.status,
        report.command or notice.command,
        report.remote_host or notice.remote_host,
        report.remote_ip or notice.remote_ip,
        report.action,
        report.original or notice.original,
        report.reporting_host or notice.reporting_host,
        report.replies,
    )


def filled(reported: Iterable[Account], noticed: Sequence[Account]) -> tuple[Account, ...]:
    """A report's accounts, each filled up by what the human-readable part says of the same recipient; where both speak
    of one recipient only, they are the same."""
    reports = tuple(reported)
    if len(reports) == 1 and len(noticed) == 1:
        return (merged(reports[0], noticed[0]),)
    by_address = {account.recipient: account for account in reversed(noticed)}
    same = [by_address.get(report.recipient) for report in reports]
    return tuple(merged(report, other) if other else report for report, other in zip(reports, same, strict=True))


def _tells_more(spoken: str, report: str) -> bool:
    """Whether a text holds a report's reply, or its first letters where it is broken elsewhere, and more."""
    if len(spoken) > len(report) and report in spoken[:2000]:
        return True
    head = letters(report[:2000])[:40]
    return not head or (len(spoken) > len(report) and head in letters(spoken[:2000]))


def _same(report: str, spoken: str) -> bool:
    """Whether a report repeats a reply, cut or whole."""
    head, other = letters(report[:2000])[:40].lower(), letters(spoken[:2000])[:40].lower()
    return bool(head and other) and (head.startswith(other) or other.startswith(head))


def _coded(reply: str) -> bool:
    return bool(_CODE.search(reply[:1000]))


def _worn(reply: str) -> bool:
    """Whether a reply only says that the queue gave up, which hides the reason."""
    return "QUEUE.Expired" in reply[:200]
