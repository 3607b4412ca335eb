"""What people type and paste, read as domains."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.name import Domain, NoDomain, Reason, read, read_request


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("IMONE.LT", "imone.lt"),
        ("imone.lt.", "imone.lt"),
        ("https://imone.lt/kontaktai?x=1#y", "imone.lt"),
        ("http://user:secret@imone.lt:8080/", "imone.lt"),
        ("info@imone.lt", "imone.lt"),
        ("<http://imone.lt|imone.lt>", "imone.lt"),
        ("<mailto:info@imone.lt|info@imone.lt>", "imone.lt"),
        ("<https://imone.lt/a>", "imone.lt"),
        ("imone。lt", "imone.lt"),
        ("„imone.lt“,", "imone.lt"),
        ("(imone.lt)", "imone.lt"),
        ("`imone.lt`", "imone.lt"),
        ("_imone.lt_", "imone.lt"),
        ("*.imone.lt", "imone.lt"),
        ("_dmarc.imone.lt", "_dmarc.imone.lt"),
        ("Info@Žąsis.LT", "xn--sis-hpa81d.lt"),
        ("xn--sis-hpa81d.lt", "xn--sis-hpa81d.lt"),
        ("imone.co.uk", "imone.co.uk"),
        ("imone.example", "imone.example"),
    ],
)
def test_a_domain_is_read_however_it_was_pasted(typed: str, name: str) -> None:
    reading = read(typed)
    assert isinstance(reading, Domain)
    assert reading.ascii == name


def test_a_domain_is_shown_as_people_write_it() -> None:
    assert read("xn--sis-hpa81d.lt") == Domain("xn--sis-hpa81d.lt", "žąsis.lt")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.EMPTY),
        ("203.0.113.7", Reason.ADDRESS),
        ("[2001:db8::1]", Reason.ADDRESS),
        ("2001:db8::1", Reason.ADDRESS),
        ("localhost", Reason.SINGLE_LABEL),
        ("co.uk", Reason.PUBLIC_SUFFIX),
        ("a" * 64 + ".lt", Reason.TOO_LONG),
        (".".join(["a" * 60] * 5), Reason.TOO_LONG),
        ("ą" * 60 + ".lt", Reason.TOO_LONG),
        ("im one.lt", Reason.BAD_CHARACTERS),
        ("imone..lt", Reason.BAD_CHARACTERS),
        ("-imone.lt", Reason.BAD_CHARACTERS),
        ("☃.lt", Reason.BAD_CHARACTERS),
        ("xn--zzzzzz.lt", Reason.BAD_CHARACTERS),
        ("1.2.3.400", Reason.BAD_CHARACTERS),
    ],
)
def test_what_is_no_domain_is_refused_for_its_reason(typed: str, reason: Reason) -> None:
    assert read(typed) == NoDomain(reason, typed)


def test_a_request_holds_domains_an_address_and_selectors() -> None:
    request = read_request("imone.lt 203.0.113.7 dkim=s2026")
    assert [domain.ascii for domain in request.domains] == ["imone.lt"]
    assert (request.sender_ip, request.selectors, request.problem) == ("203.0.113.7", ("s2026",), None)


def test_words_around_domains_are_passed_over() -> None:
    request = read_request("palygink imone.lt, kita.lt ir imone.lt")
    assert [domain.ascii for domain in request.domains] == ["imone.lt", "kita.lt"]
    assert request.problem is None


def test_six_domains_are_one_too_many() -> None:
    request = read_request(" ".join(f"d{number}.lt" for number in range(6)))
    assert request.problem is not None
    assert request.problem.reason is Reason.TOO_MANY


@pytest.mark.parametrize(
    ("typed", "reason"), [("", Reason.EMPTY), ("203.0.113.7", Reason.ADDRESS), ("imone", "single-label")]
)
def test_a_request_without_a_domain_says_what_is_wrong(typed: str, reason: str) -> None:
    request = read_request(typed)
    assert request.problem is not None
    assert request.problem.reason == reason


_LABEL = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
_WRAPPED = st.sampled_from(
    ["{}", " {} ", "{}.", "<http://{}|{}>", "https://{}/a?b", "<mailto:jonas@{}|jonas@{}>", "„{}“", "({})", "info@{}"]
)


@settings(max_examples=60, deadline=None)
@given(_LABEL, _WRAPPED, st.booleans())
def test_wrapping_and_capitals_change_nothing(label: str, wrapped: str, capitals: bool) -> None:
    name = f"{label}.lt"
    shown = name.upper() if capitals else name
    reading = read(wrapped.replace("{}", shown))
    assert isinstance(reading, Domain)
    assert reading.ascii == name
    assert read(reading.ascii) == reading
    assert read(reading.unicode) == reading


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_domain_or_a_reason(text: str) -> None:
    reading = read(text)
    assert isinstance(reading, Domain | NoDomain)
    if isinstance(reading, Domain):
        assert reading.ascii.isascii()
        assert len(reading.ascii) <= 253
        assert read(reading.ascii) == reading
    read_request(text)


def test_where_no_word_names_a_domain_all_of_them_are_given_back() -> None:
    problem = read_request("not a domain").problem
    assert problem is not None
    assert problem.given == "not a domain"
