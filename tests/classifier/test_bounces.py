"""What the scorer makes of replies in words of nobody's rules, and of what it must not look at."""

import pytest

from bot.classifier import score
from bot.classifier.bounces import masked


@pytest.mark.parametrize(
    ("text", "command", "cause"),
    [
        ("550 there is no one called ona here, mailbox does not exist", "rcpt", "userunknown"),
        ("552 the mailbox of ona has no space left, quota is used up", "rcpt", "mailboxfull"),
        ("554 the message was judged to be spam by our content filter", "data", "spamdetected"),
        ("550 DMARC of the sender domain says reject", "data", "authfailure"),
        ("550 no reverse DNS name for your address", "connect", "requireptr"),
        ("552 your letter is larger than the size we take", "data", "mesgtoobig"),
    ],
)
def test_a_reply_is_understood_by_its_words(text: str, command: str, cause: str) -> None:
    probabilities = score(text, text[:3], None, command)
    assert max(probabilities, key=probabilities.__getitem__) == cause


def test_names_and_numbers_of_the_case_do_not_count() -> None:
    scored = score(
        "550 5.1.1 <ona@example.net>: no such user (mx1.example.net, id 4711, 203.0.113.9)", "550", "5.1.1", None
    )
    two = score("550 5.1.1 <jonas@imone.lt>: no such user (smtp.imone.lt, id 99, 198.51.100.2)", "550", "5.1.1", None)
    assert scored == two


def test_addresses_hosts_links_and_numbers_are_masked() -> None:
    masked_text = masked(
        "550-5.7.26 <ona@example.net> from mail.example.org [2001:db8::1] see https://example.com/x id AB12"
    )
    assert masked_text == ("@addr", "from", "@host", "@ip", "see", "@url", "id", "@n")


def test_what_is_left_out_is_improbable() -> None:
    probabilities = score("452 try again later, too many connections", "452", None, "connect")
    assert sum(probabilities.values()) == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize(
    "text", ["", " ", "@" * 50_000, "1.2." * 20_000, "a@" * 20_000, "http://" * 9_000, "\x00\ud800"]
)
def test_no_text_is_too_strange(text: str) -> None:
    score(text, None, None, None)
