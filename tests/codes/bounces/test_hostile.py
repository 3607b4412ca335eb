"""Nothing that anybody sends can crash the reading or make it slow.

`BOUNCE_MUTATIONS=100000 pytest tests/codes/bounces/test_hostile.py` is the long run.
"""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.codes.bounces.read import read_file, read_mail, read_text
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.values import BounceReading, MailKind

HERE = Path(__file__).parent
MAILS = [file.read_bytes() for file in sorted((HERE / "mails").glob("*.eml"))]
MUTATIONS = int(os.environ.get("BOUNCE_MUTATIONS", "2000"))
SIZE = 10_000
ALLOWED = 0.050
"""Seconds for 10 KB."""
FRAGMENTS = (
    *(
        "a",
        "<",
        ">",
        "@",
        "a@",
        "a@b",
        "<a@b",
        "a@b.c ",
        "<a@b.c>: ",
        "host a[1",
        "host a[1.2.3.4] said: ",
        "550-",
        "550 ",
    ),
    *(
        "550-5.7.1 ",
        "5.1.1",
        "5.1.",
        "1.2.3.4 ",
        "::",
        "a:",
        "1:2:3:",
        " ",
        "\t",
        "\n",
        "\n ",
        "\n\n",
        "--",
        "-----\n",
        "&amp;",
    ),
    *(
        "&#1;",
        "&",
        "<mailto:a|",
        "<http://",
        "=?utf-8?q?",
        "=\n",
        "> ",
        ">>> ",
        "<<< 550 ",
        ">>> RCPT\n",
        "... while talking to ",
    ),
    *("the following addresses had -----\n", "transcript of session follows\n", "could not be delivered to "),
    *("Diagnostic-Code: x\n", "Final-Recipient: rfc822; a@b\n\n", "Action: failed\n", "  a@b.c\n", "  a@b.c:\n    x\n"),
    *(
        "message that you sent following address(es) failed:\n",
        "in reply to ",
        "in reply to end of ",
        "the response was: ",
    ),
    *("Diagnostic information for administrators:\n", "returned '", "did not reach the following recipient(s):\n"),
    *(
        "a@b on xxxxxxxxxxxx\n",
        "Unable to deliver message to ",
        "Aaaa ",
        "postfix/smtp[1]: A1B2C3: to=<a@b>, ",
        "status=bounced (",
    ),
    *(
        "12:12:12 ** a@b.c ",
        "(expanded from ",
        "reject: RCPT from a: 550 a;",
        "blocked by a.",
        "a.a.",
        "A. ",
        '"a"@b ',
        "(reason: ",
    ),
    *(
        "Received: from a\n",
        "Content-Type: multipart/mixed; boundary=",
        "x-unix; 1 ",
        '{"bouncedrecipients"',
        "\\x{",
        "ERROR_CODE :",
    ),
    *(
        "Recipient address: a@b\n",
        "\x1b$B",
        "İ",
        "mailbox mailbox ",
        "quota exceed quota exceed ",
        "```",
        "|",
        "Original message",
        "- - ",
    ),
    *("..", "at a.a.a.a.a.a.a.a", "connect to ", "d=a;"),
)


def hostile() -> list[str]:
    """Each fragment by itself and many mixed, 10 KB each; and every phrase of the wording rules at once."""
    chance = random.Random(20261123)
    units = [*FRAGMENTS, *("".join(chance.sample(FRAGMENTS, chance.randint(2, 4))) for _ in range(60))]
    phrases = [" ".join(wanted.pieces) for rule in knowledge().wording.rules for wanted in rule.any]
    chance.shuffle(phrases)
    return [(unit * (SIZE // len(unit) + 1))[:SIZE] for unit in units] + [
        " ".join(phrases)[:SIZE],
        "\n".join(phrases)[:SIZE],
    ]


def seconds(text: str) -> float:
    """The slower of reading it as pasted text and as the body of a bounce."""
    mail = b"From: MAILER-DAEMON@x\nContent-Type: text/plain\n\n" + text.encode("utf-8", "replace")
    took = []
    for read, given_ in ((read_text, text), (read_text, "550 " + text.replace("\n", " ")), (read_mail, mail)):
        best = 1.0
        for _ in range(3):
            begin = time.process_time()
            read(given_)  # type: ignore[operator]
            best = min(best, time.process_time() - begin)
            if best < ALLOWED / 2:
                break
        took.append(best)
    return max(took)


def test_hostile_text_is_read_in_time() -> None:
    read_text("550 5.1.1 warm")
    slow = {text[:60]: took for text in hostile() if (took := seconds(text)) > ALLOWED}
    assert slow == {}


def test_a_large_mail_costs_no_more_than_its_beginning() -> None:
    begin = time.process_time()
    read_mail(b"From: MAILER-DAEMON@x\n\n" + b"<a@b.c>: 550 x\n" * 600_000)
    assert time.process_time() - begin < 1.0


def sound(reading: BounceReading) -> None:
    known = knowledge().causes
    assert (reading.kind is MailKind.OTHER) == (not reading.diagnoses)
    for each in reading.diagnoses:
        assert each.cause in known
        assert each.reply_code is None or (len(each.reply_code) == 3 and each.reply_code.isdigit())
        assert each.status is None or each.status.count(".") == 2
        assert bool(each.rule) == (each.cause != "undefined")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """One of our mails with bytes turned, stretches doubled, dropped or swapped."""
    mail = bytearray(draw(st.sampled_from(MAILS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(mail)))
        size = draw(st.integers(0, 400))
        match draw(st.integers(0, 4)):
            case 0:
                mail[at : at + 1] = draw(st.binary(max_size=4))
            case 1:
                del mail[at : at + size]
            case 2:
                mail[at:at] = mail[at : at + size] * draw(st.integers(1, 4))
            case 3:
                mail[at:at] = draw(
                    st.sampled_from([b"\n\n", b"\n--", b"\0", b"\xff\xfe", b"\x1b$B", b"=?x?q?=", b": ", b"<@>"])
                )
            case _:
                mail[at : at + size] = bytes(reversed(mail[at : at + size]))
    return bytes(mail)


@settings(
    max_examples=MUTATIONS, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(mutated())
def test_mutated_mails_are_read(mail: bytes) -> None:
    sound(read_mail(mail))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)))
def test_any_text_is_read(text: str) -> None:
    sound(read_text(text))


@pytest.mark.parametrize("name", ["x.msg", "x.eml", "x.txt", "x", ""])
@settings(max_examples=50, deadline=None)
@given(raw=st.binary(max_size=300))
def test_any_file_is_read(name: str, raw: bytes) -> None:
    sound(read_file(name, raw))
