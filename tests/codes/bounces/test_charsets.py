"""Text in any charset is read, and what comes out can always be written down again."""

import json

import pytest
import webencodings.labels

from bot.cases.masking import masked
from bot.cases.values.case import Case, Topic
from bot.codes.bounces.mail.charsets import decode
from bot.codes.bounces.read import read_file, read_text
from bot.codes.values import MailKind
from bot.measures import MOST_MARKS, stream_safe, text, unescape

HEAD = b"From: MAILER-DAEMON@x.lt\nSubject: failure notice\nContent-Type: text/"
BODY = HEAD + b"plain; charset=%s\n\n<joe@imone.lt>: 550 5.1.1 user %s unknown\n"


@pytest.mark.parametrize(
    ("charset", "raw", "wanted"),
    [
        ("windows-1257", "ąžuolas".encode("cp1257"), "ąžuolas"),
        ("ISO-8859-13", "ąžuolas".encode("iso-8859-13"), "ąžuolas"),
        ("cp-850", "é".encode("cp850"), "é"),
        ("GB2312", "邮件".encode("gb18030"), "邮件"),
        ("ks_c_5601-1987", "메일".encode("cp949"), "메일"),
        ("x-sjis", "メール".encode("cp932"), "メール"),
        ("iso-2022-jp", "メール".encode("iso2022_jp"), "メール"),
        ("us-ascii", "ąžuolas".encode(), "ąžuolas"),
        ("", "ąžuolas".encode("cp1257"), "ąžuolas"),
    ],
)
def test_a_charset_of_mail_is_read(charset: str, raw: bytes, wanted: str) -> None:
    assert decode(raw, charset) == wanted


@pytest.mark.parametrize("charset", ["idna", "undefined", "unicode_escape", "raw_unicode_escape", "punycode", "rot13"])
@pytest.mark.parametrize("raw", [b"\xff", b"+2AA-", b"\\ud800", b"\xc4\x85"])
def test_a_charset_of_pythons_alone_is_none(charset: str, raw: bytes) -> None:
    assert decode(raw, charset) == decode(raw)
    reading = read_file("x.eml", BODY % (charset.encode(), raw))
    assert reading.kind is MailKind.BOUNCE
    assert [diagnosis.recipient for diagnosis in reading.diagnoses] == ["joe@imone.lt"]
    assert Case("lt", Topic.BOUNCE, reading=masked(reading)).reading is not None


def test_whatever_a_charset_makes_of_bytes_can_be_written() -> None:
    every = bytes(range(256)) * 2 + b"\xd8\x00\x00\xd8\x83\x36\xc7\x39\xed\xa0\x80+2AA-"
    for label in (*webencodings.labels.LABELS, "utf-7"):
        for raw in (every, every[1:], every[::-1]):
            assert decode(raw, label).encode(), label


def test_a_number_of_too_many_digits_is_no_character() -> None:
    for reference in ("&#" + "9" * 4400 + ";", "&#x" + "f" * 4400, "&#" + "0" * 20_000):
        assert unescape(f"a {reference} b") == "a \ufffd b"
        mail = HEAD + b"html\n\n<p>&lt;joe@imone.lt&gt;: 550 5.1.1 user unknown " + reference.encode()
        assert read_file("x.eml", mail).kind is MailKind.BOUNCE
        assert read_text(f"550 5.1.1 user unknown {reference}").kind is MailKind.BOUNCE
    assert unescape("&#262; &amp; &#x106;") == "Ć & Ć"


def test_half_a_character_does_not_get_in() -> None:
    assert text(json.loads('"550 \\ud800 user"')) == "550 ? user"
    notification = (
        '{"bounce": {"bouncedRecipients": [{"emailAddress": "\\ud800@x.lt", "diagnosticCode": "550 5.1.1 \\udfff"}]}}'
    )
    for diagnosis in read_text(notification).diagnoses:
        assert f"{diagnosis.recipient} {diagnosis.diagnostic}".encode()


def test_a_run_of_marks_is_cut_and_no_language_is() -> None:
    assert stream_safe("a" + "\u0301\u0316" * 10_000 + "b") == "a" + "\u0301\u0316" * (MOST_MARKS // 2) + "b"
    for words in ("ąčęėįšųūž", "Việt Nam", "שָׁלוֹם", "ประเทศไทย", "a\u0301" * 100):
        assert stream_safe(words) == words
