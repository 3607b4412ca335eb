"""Lines of mail servers' logs: whom they are about, what was said, whether the server still tries."""

from typing import NamedTuple

from bot.codes.bounces import loglines
from bot.codes.bounces.read import read_text


class Line(NamedTuple):
    text: str
    recipient: str | None
    reply: str
    status: str | None
    action: str | None


LINES = (
    Line(
        "Nov 30 01:12:07 mx1 sm-mta[20311]: 5AU0C7xx020309: to=<jonas@imone.lt>, delay=00:00:03, mailer=esmtp, "
        "relay=mail.imone.lt. [192.0.2.10], dsn=5.1.1, stat=User unknown",
        "jonas@imone.lt",
        "User unknown",
        "5.1.1",
        "failed",
    ),
    Line(
        "Nov 30 01:12:07 mx1 sendmail[311]: 5AU0C7: to=jonas@imone.lt, mailer=local, dsn=4.2.2, "
        "stat=Deferred (quota exceeded)",
        "jonas@imone.lt",
        "Deferred (quota exceeded)",
        "4.2.2",
        "delayed",
    ),
    Line(
        'smtpd[812]: 9f3c1a7e mta delivery from=<ona@kita.lt> to=<jonas@imone.lt> rcpt=<-> source="203.0.113.7" '
        'relay="192.0.2.10 (mail.imone.lt)" delay=2s result="TempFail" stat="421 4.7.0 slow down"',
        "jonas@imone.lt",
        "421 4.7.0 slow down",
        None,
        "delayed",
    ),
    Line(
        "@400000006570a1b31d9f2a4c delivery 2231: failure: 192.0.2.10_does_not_like_recipient./Remote_host_said:_550_"
        "no_such_user_<jonas@imone.lt>/Giving_up_on_192.0.2.10./",
        "jonas@imone.lt",
        "192.0.2.10 does not like recipient. Remote host said: 550 no such user <jonas@imone.lt> Giving up on "
        "192.0.2.10.",
        None,
        "failed",
    ),
    Line(
        '2026-11-30T01:12:07Z,mx1,SMTP,FAIL,RECIPIENTSTATUS,jonas@imone.lt,"[{LED=550 5.1.10 '
        'RESOLVER.ADR.RecipientNotFound; not found};{MSG=};{FQDN=mx.imone.lt};{IP=192.0.2.10};{LRT=}]"',
        "jonas@imone.lt",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found",
        None,
        None,
    ),
    Line(
        '[NOTICE] [core] disconnect ip=203.0.113.7 rcpts=0/0/1 lr="550 Your IP is listed" time=1.2',
        None,
        "550 Your IP is listed",
        None,
        None,
    ),
    Line(
        "2026-11-30 01:12:07 H=mail.kita.lt [203.0.113.7] F=<ona@kita.lt> rejected RCPT <jonas@imone.lt>: "
        "No such person",
        "jonas@imone.lt",
        "No such person",
        None,
        None,
    ),
    Line(
        "postfix/cleanup[991]: 4F2A1: milter-reject: END-OF-MESSAGE from mail.kita.lt[203.0.113.7]: 5.7.1 Spam message "
        "rejected; from=<ona@kita.lt> to=<jonas@imone.lt> proto=ESMTP",
        "jonas@imone.lt",
        "5.7.1 Spam message rejected",
        None,
        None,
    ),
    Line(
        "Nov 30 01:12:07 mx1 sendmail[311]: 5AU0C7: to=jonas@imone.lt, dsn=2.0.0, stat=Sent (ok)", None, "", None, None
    ),
)


def test_a_line_is_taken_apart() -> None:
    wrong = []
    for line in LINES:
        account = loglines.account(line.text)
        read = (account.recipient, account.reply, account.status, account.action) if account else (None, "", None, None)
        if read != line[1:]:
            wrong.append((line.text, read))
    assert not wrong


def test_a_line_that_a_mail_program_broke_is_put_together() -> None:
    diagnoses = read_text(
        "Nov 16 09:12:01 mail postfix/smtp[123]: 4C2F1A0B12: to=<jonas@imone.lt>, relay=mx1.imone.lt[192.0.2.25]:25,\n"
        "delay=0.4, dsn=5.2.2, status=bounced (host mx1.imone.lt[192.0.2.25] said: 552 5.2.2\n"
        "Over quota (in reply to RCPT TO command))\n"
        "Nov 16 09:12:02 mail postfix/smtp[123]: 4C2F1A0B13: to=<ona@imone.lt>, relay=mx1.imone.lt[192.0.2.25]:25,\n"
        "dsn=5.1.1, status=bounced (host mx1.imone.lt[192.0.2.25] said: 550 5.1.1 User unknown)"
    ).diagnoses
    assert [(each.recipient, each.cause) for each in diagnoses] == [
        ("jonas@imone.lt", "mailboxfull"),
        ("ona@imone.lt", "userunknown"),
    ]
