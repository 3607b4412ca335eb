"""Lines of mail servers' logs that tell of a recipient: Postfix, Exim, Sendmail, OpenSMTPD, qmail, Exchange, Haraka."""

import re
from collections.abc import Callable, Sequence

from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import address_in, join, remote

MAX_LINE = 4000
MAX_LINES = 50
_BEGINS = re.compile(r"\W{0,3}(?:[A-Z][a-z]{2} [ \d]\d |\d{4}-\d\d-\d\d|@4000|[A-Z][a-z]{2},? \d{4}-)")
"""How a line of a log begins: with its time."""
_TO = re.compile(r"\b(?:to|recipient)=<?([^<>\s,]{1,320}@[^<>\s,]{1,253})>?")
_DSN = re.compile(r"\bdsn=([245]\.\d{1,3}\.\d{1,3})\b")
_RELAY = re.compile(r"\brelay=([A-Za-z0-9_.-]{1,253}?)\.?,? ?\[([0-9a-fA-F.:]{3,45})\]")
_STATUS = re.compile(r"\bstatus=(bounced|deferred|undeliverable|expired) \(")
_REJECT = re.compile(
    r"postfix\S{0,40}: (?:[0-9A-Za-z]{5,20}: )?(?:milter-)?reject: ([A-Z-]{4,15}) from "
    r"[^\n]{0,200}?: ([45](?:\d\d|\.\d{1,3}\.\d{1,3}) .{1,1000}?); ?(?=from=|to=|proto=|$)"
    r"(?:[^\n]{0,300}?to=<([^<>\s]{1,320})>)?"
)
_EXIM = re.compile(r"[\d:.]{8,15} (?:\[\d{1,8}\] )?(?:[0-9A-Za-z-]{16,24} )?(\*\*|==) ([^\s@]{1,320}@[^\s:@]{1,253})")
"""Up to the address. The reason comes after the first `: ` behind it, which `partition` finds: three bounded repeats in
a row would try 320 · 253 · 200 ways at each place."""
_EXIM_SETTINGS = 200
"""Characters of `R=dnslookup T=remote_smtp H=mx.imone.lt [192.0.2.1]` between address and reason."""
_REMOTE_SMTP = re.compile(r" H=([A-Za-z0-9_.-]{1,253}) \[([0-9a-f.:]{3,45})\]")
_EXIM_REJECTED = re.compile(
    r" rejected (RCPT|MAIL|EHLO or HELO|after DATA|connection)\b[^<:\n]{0,60}<?([^\s<>:]{0,320})>?: (.{3,1500})"
)
_SMTPD = re.compile(r' result="?(PermFail|TempFail)"?\s{1,3}stat="?([^"\n]{3,1500})')
_QMAIL = re.compile(r"\bdelivery \d{1,12}: (failure|deferral): (\S{3,2000})")
_EXCHANGE = re.compile(r"\{LED=([^}]{3,1500})\}")
_EXCHANGE_HOST = re.compile(r"\{FQDN=([A-Za-z0-9_.-]{1,253})\}(?:;\{IP=([0-9a-fA-F.:]{3,45})\})?")
_HARAKA = re.compile(r' lr="([45]\d\d [^"\n]{3,1000})"')


def accounts(lines: Sequence[str]) -> tuple[Account, ...]:
    """The accounts of the log lines among some lines; one that a mail program broke is put together again."""
    if len(lines) > 1 and _BEGINS.match(lines[0]):
        lines = _unbroken(lines[: 4 * MAX_LINES])
    return tuple(filter(None, map(account, lines[:MAX_LINES])))


def _unbroken(lines: Sequence[str]) -> list[str]:
    whole: list[str] = []
    for line in lines:
        if not whole or _BEGINS.match(line) or len(whole[-1]) > MAX_LINE:
            whole.append(line)
        else:
            whole[-1] = f"{whole[-1].rstrip()} {line.strip()}"
    return whole


def account(line: str) -> Account | None:
    """The account of a log line that tells of a failure; None for any other line."""
    line = line[:MAX_LINE]
    for sign, read in _READERS:
        if sign in line and (failure := read(line)):
            return failure
    return None


def _postfix(line: str) -> Account | None:
    status, to = _STATUS.search(line), _TO.search(line)
    if not (status and to):
        return None
    reply = join(line[status.end() :].rstrip().removesuffix(")"))
    host, ip = remote(reply)
    code = _DSN.search(line)
    return Account(
        to[1], reply, code[1] if code else None, command_in(reply), host, ip, _action(status[1] == "deferred")
    )


def _postfix_reject(line: str) -> Account | None:
    match = _REJECT.search(line)
    return (
        Account(match[3], join(match[2]), None, command_in(f"after {match[1].replace('END-OF-MESSAGE', 'DATA')}"))
        if match
        else None
    )


def _exim(line: str) -> Account | None:
    match = _EXIM.search(line)
    if not match:
        return None
    settings, colon, reason = line[match.end() :].partition(": ")
    if not (colon and reason) or len(settings) > _EXIM_SETTINGS:
        return None
    host = _REMOTE_SMTP.search(settings)
    reply = join(reason)
    return Account(
        match[2],
        reply,
        None,
        command_in(reply),
        *_host(host),
        _action(match[1] == "=="),
    )


def _exim_rejected(line: str) -> Account | None:
    """What Exim wrote of a mail that it did not take in (its manual, 53.13)."""
    match = _EXIM_REJECTED.search(line)
    if not match:
        return None
    command = command_in(f"after {match[1].removeprefix('after ')}")
    return Account(match[2] if match[1] == "RCPT" and "@" in match[2] else None, join(match[3]), None, command)


def _sendmail(line: str) -> Account | None:
    """`to=<jonas@imone.lt>, relay=mx.imone.lt. [192.0.2.1], dsn=5.1.1, stat=User unknown` (its operations guide)."""
    fields, _, reply = line.partition(" stat=")
    to, code = _TO.search(fields), _DSN.search(fields)
    if not to or reply.startswith("Sent"):
        return None
    host = _RELAY.search(fields)
    if reply == "Service unavailable":
        reply = ""  # Sendmail writes that of any failure that it cannot name
    return Account(
        to[1],
        join(reply),
        code[1] if code else None,
        command_in(reply),
        *_host(host),
        _action(reply.startswith("Deferred")),
    )


def _opensmtpd(line: str) -> Account | None:
    match = _SMTPD.search(line)
    if not match:
        return None
    to, reply = _TO.search(line), join(match[2])
    return Account(to[1] if to else None, reply, None, command_in(reply), None, None, _action(match[1] == "TempFail"))


def _qmail(line: str) -> Account | None:
    """qmail-send's log has the report with underscores for blanks and slashes for line feeds."""
    match = _QMAIL.search(line)
    if not match:
        return None
    reply = join(match[2].replace("_", " ").replace("/", "\n"))
    return Account(address_in(reply), reply, None, command_in(reply), None, None, _action(match[1] == "deferral"))


def _exchange(line: str) -> Account | None:
    """Exchange's message tracking: the last error stands under `LED`, the remote host under `FQDN`."""
    match = _EXCHANGE.search(line)
    if not match:
        return None
    host, reply = _EXCHANGE_HOST.search(line), join(match[1])
    return Account(address_in(line), reply, None, command_in(reply), *_host(host))


def _haraka(line: str) -> Account | None:
    match = _HARAKA.search(line)
    return Account(None, join(match[1])) if match else None


def _host(match: re.Match[str] | None) -> tuple[str | None, str | None]:
    """The name and the IP address of the server that answered."""
    return (match[1].lower(), match[2]) if match else (None, None)


def _action(still_tried: bool) -> str:
    return "delayed" if still_tried else "failed"


_READERS: tuple[tuple[str, Callable[[str], Account | None]], ...] = (
    (" status=", _postfix),
    ("reject: ", _postfix_reject),
    (" ** ", _exim),
    (" == ", _exim),
    (" rejected ", _exim_rejected),
    (" result=", _opensmtpd),
    (" stat=", _sendmail),
    ("delivery ", _qmail),
    ("{LED=", _exchange),
    (' lr="', _haraka),
)
"""Each with what stands in every line of its kind."""
