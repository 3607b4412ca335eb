"""Reading what somebody types after `/smtp`."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codes.read import read
from bot.codes.values import CodeFamily, CodeKind, Explanation


def code(text: str) -> str | None:
    """The code read, with its pair."""
    match read(text):
        case Explanation(code=basic, paired=Explanation(code=enhanced)):
            return f"{basic} {enhanced}"
        case Explanation(code=alone):
            return alone
        case None:
            return None
        case other:
            pytest.fail(f"{text!r} was read as {other}")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("451", "451"),
        (" 451.", "451"),
        ("(451)", "451"),
        ("451?", "451"),
        ("４５１", "451"),
        ("5.7.26", "5.7.26"),
        ("X.7.26", "X.7.26"),
        ("x.7.1", "X.7.1"),
        ("#5.1.1", "5.1.1"),
        ("5.07.001", "5.7.1"),
        ("550 5.7.1", "550 5.7.1"),
        ("550-5.7.26 This mail has been blocked because the sender is unauthenticated.", "550 5.7.26"),
        ("550 5.1.1 User unknown", "550 5.1.1"),
        ("550 #5.1.0 Address rejected.", "550 5.1.0"),
        ("421-4.7.28 [203.0.113.7      15] Gmail has detected an unusual rate", "421 4.7.28"),
        ("SMTP error 550: 5.1.1 <a@imone.example>", "550 5.1.1"),
        ("550 4.4.7 QUEUE.Expired; message expired", "550 4.4.7"),
        ("Remote server returned '550 5.7.509 Access denied'", "550 5.7.509"),
        ("550 User unknown", "550"),
        ("550: no such user", "550"),
        ("> 554 rejected", "554"),
        ("smtp;550 mailbox unavailable", "550"),
        ("&lt;jonas@imone.example&gt;: 550 mailbox unavailable", "550"),
        ("<mailto:jonas@imone.example|jonas@imone.example>: 550 5.1.1 no", "550 5.1.1"),
        ("host mx.imone.example[203.0.113.7] said: 554 5.7.1 Service unavailable", "554 5.7.1"),
        ("to=<a@b.example>, relay=mx[1.2.3.4]:25, delay=451, dsn=5.1.1, status=bounced", "5.1.1"),
        ("Gavau klaidą 451, ką daryti?", "451"),
        ("gavau 550 iš gmail", "550"),
        ("klaidos kodas: 571", "571"),
        ("Your message of 2026-11-23 could not be delivered:\n\n550 5.2.2 Mailbox full", "550 5.2.2"),
        ("User unknown (#5.1.1)", "5.1.1"),
        ("599", "599"),
        ("SMTP error 599", "599"),
        ("5.9.9", "5.9.9"),
        ("4.7.99", "4.7.99"),
    ],
)
def test_the_code_is_found(text: str, wanted: str) -> None:
    assert code(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        " . ",
        "999",
        "600",
        "1234",
        "199",
        "3.7.1",
        "6.1.1",
        "5.1.1234",
        "203.0.113.7",
        "the server 203.0.113.7 is ours",
        "5.1.1.7",
        "2026",
        "2026-11-23 10:15:30",
        "23.11.2026",
        "smtp.imone.example:587",
        ":587",
        "mail.imone.example:550",
        "port 587",
        "version v5.7.1",
        "postfix-4.2.2 is installed",
        "500 MB",
        "a message of 550 MB",
        "300 laiškų per valandą",
        "+370 612 34567",
        "8 5 250 1234",
        "+370-550-12345",
        "550-12-34",
        "id 451ABC",
        "size=451, nrcpt=1",
        "12,500 eur",
        "jonas550@imone.example",
        "hello",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert read(text) is None


def test_a_pair_wins_over_a_number_before_it() -> None:
    assert code("We tried 450 times.\nThe answer was: 550 5.1.1 User unknown") == "550 5.1.1"


def test_a_code_that_no_table_has_is_explained_by_its_digits() -> None:
    reading = read("599")
    assert isinstance(reading, Explanation)
    assert reading.entry is None
    assert (reading.kind, reading.first, reading.second) == (CodeKind.BASIC, "5", "9")
    reading = read("4.7.99")
    assert isinstance(reading, Explanation)
    assert reading.entry is None
    assert (reading.kind, reading.first, reading.second) == (CodeKind.ENHANCED, "4", "7")


def test_the_pair_says_more_and_has_its_own_row() -> None:
    reading = read("550 5.7.1")
    assert isinstance(reading, Explanation)
    assert reading.entry
    assert reading.entry.code == "550"
    assert reading.paired
    assert reading.paired.entry
    assert reading.paired.entry.code == "X.7.1"
    assert reading.paired.first == "5"


@pytest.mark.parametrize(
    ("text", "digits", "begins"),
    [
        ("4xx", "4", "4"),
        ("4XX", "4", "4"),
        ("4", "4", "4"),
        ("45", "45", "45"),
        ("45x", "45", "45"),
        ("5**", "5", "5"),
        ("4.x.x", "4", "4"),
        ("5.7", "5.7", "X.7."),
        ("5.7.x", "5.7", "X.7."),
        ("X.7", "X.7", "X.7."),
        ("x.2.X", "X.2", "X.2."),
    ],
)
def test_digits_give_the_codes_that_begin_so(text: str, digits: str, begins: str) -> None:
    family = read(text)
    assert isinstance(family, CodeFamily)
    assert (family.asked, family.first) == (digits, digits[0])
    assert family.entries
    assert all(row.code.startswith(begins) for row in family.entries)


def test_the_guides_45_family() -> None:
    family = read("45")
    assert isinstance(family, CodeFamily)
    assert [row.code for row in family.entries if row.guide] == ["450", "451", "452", "455"]


def test_digits_that_begin_no_code_in_use_give_an_empty_family() -> None:
    family = read("31x")
    assert isinstance(family, CodeFamily)
    assert family.entries == ()


@pytest.mark.parametrize("text", ["1xx", "6", "9xx", "4xxx", "45xx"])
def test_digits_that_begin_no_code_at_all_are_not_read(text: str) -> None:
    assert read(text) is None


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="0123456789.xX-: #\n>[]&;=aąžMB/")))
def test_reading_never_fails(text: str) -> None:
    read(text)


@settings(max_examples=100, deadline=None)
@given(st.integers(200, 599), st.sampled_from(["{}", " {} ", "SMTP {}", "error {}", "{} nope", "said: {} nope"]))
def test_every_well_formed_code_is_read_where_codes_stand(number: int, around: str) -> None:
    assert code(around.format(number)) == str(number)


@pytest.mark.parametrize(
    "piece", ["550 ", "550-", "5.7.1.", "4.", "&lt;", "451\n", "x", "9", "error ", "> ", "ﷺ", "[5.1.1"]
)
def test_reading_takes_time_in_proportion_to_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        read(text)
        return time.process_time() - start

    seconds(1_000)  # what is loaded once
    short = min(seconds(20_000) for _ in range(3))
    assert seconds(200_000) < max(0.5, 40 * short)
