"""Letters to customers: about every code, every cause and every finding, in every language, none says what a customer
cannot follow, or what another part of it denies."""

import re
from collections.abc import Iterator

import pytest

from bot.cases.values.answers.kinds import CustomerAnswer
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.domains.engine.registry import all_checks
from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.languages import languages, locales
from bot.replies.render import letter
from tests.replies.parts import diagnoses, explanations
from tests.replies.samples import DOMAIN, MX, NOTHING, SERVERS, SPF

LONGEST = 3000
"""Characters that Slack takes in one section."""
NEVER = {
    "lt": {
        "the customer addressed in small letters": r"\b(jūs|jūsų|jums|jus|jumis)\b",
        "send them to their provider, which is us": r"([Ss]usisiekite su|[Kk]reipkitės į) (savo )?(paslaugos )?teikėj",
        "an agent's shorthand": r"/val\b|/ip\b|\bklientas\b|konsultant",
        "a promise to check and write": r"[Pp]atikrinsime iš naujo ir Jums",
        "a gap": r"…|\{\{",
    },
    "en": {
        "send them to their provider, which is us": r"[Cc]ontact your (service )?provider",
        "an agent's shorthand": r"\bthe customer\b|\bagent\b",
        "a promise to check and write": r"[Ww]e will check again and write",
        "a gap": r"…|\{\{",
    },
}
"""What no letter says."""
AGAIN = {"lt": r"[Ii]š naujo siųsti paprastai nereikia", "en": r"no need to send it again"}
SEND = {"lt": r"išsiųskite laišką iš naujo", "en": r"send (the|your) message again"}
WAITS = {"lt": r"Pakeitimai įsigalioja", "en": r"The change takes effect"}
WELL = {"lt": r"Klaidų neradome|tvarkingi", "en": r"found no (errors|mistakes)|are in order"}
ZONE = {"lt": r"DNS zon", "en": r"DNS zone"}
CODE = re.compile(r"\b[245X]\.\d{1,3}\.\d{1,3}\b|\b(?:kod\w+|code) ([245]\d\d)")
each_language = pytest.mark.parametrize("language", languages())

_TEXTS = "".join(file.read_text("utf-8") for file in (locales() / "en" / "findings").glob("*.toml"))
_COUNTED = set(re.findall(r"(\w+)\|plural", _TEXTS))
FACTS = tuple(
    Fact(name, 2 if name in _COUNTED else "x.example")
    for name in sorted(set(re.findall(r"\{\{ *(\w+)", _TEXTS)) - {"domain"})
)


def findings() -> Iterator[Finding]:
    """Each finding that there is, with some fact for every gap; the records that it proposes are not looked at here."""
    for check in all_checks():
        for code, status in check.statuses().items():
            yield Finding(check.name, status, code, facts=FACTS)


def letters(language: str) -> Iterator[tuple[str, str]]:
    for code in explanations():
        yield f"code {code.code}", letter(CustomerAnswer(language, code))
    for diagnosis in diagnoses():
        yield f"cause {diagnosis.cause}", letter(CustomerAnswer(language, diagnosis=diagnosis, investigation=NOTHING))
    (first, *_) = diagnoses()
    for finding in findings():
        yield finding.code, letter(CustomerAnswer(language, report=Report("imone.lt", (finding, SERVERS))))
        for recipient in (False, True):
            seen = Investigation(CauseVerdict.CONFIRMED, "imone.lt", (finding,), finding, about_recipient=recipient)
            yield finding.code, letter(CustomerAnswer(language, diagnosis=first, investigation=seen))


@each_language
def test_no_letter_says_what_a_customer_cannot_follow(language: str) -> None:
    match = [
        (about, name, hit[0])
        for about, text in letters(language)
        for name, pattern in NEVER[language].items()
        if (hit := re.search(pattern, text))
    ]
    assert match == []


@each_language
def test_no_letter_both_tells_to_send_again_and_not_to(language: str) -> None:
    both = [
        about
        for about, text in letters(language)
        if re.search(AGAIN[language], text) and re.search(SEND[language], text)
    ]
    assert both == []


@each_language
def test_a_letter_about_a_code_names_no_other_code(language: str) -> None:
    for code in explanations():
        named = {hit[1] or hit[0] for hit in CODE.finditer(letter(CustomerAnswer(language, code)))}
        assert named <= {code.code}, code.code


@each_language
def test_a_letter_waits_for_the_dns_only_where_a_record_changes(language: str) -> None:
    for about, text in letters(language):
        assert not re.search(WAITS[language], text), about


@each_language
def test_every_letter_fits_into_a_message(language: str) -> None:
    assert max(len(text) for _, text in letters(language)) < LONGEST


@each_language
def test_nothing_is_well_where_nothing_could_be_checked(language: str) -> None:
    unknown = [finding for finding in findings() if finding.status is Status.UNKNOWN]
    for finding in unknown:
        text = letter(CustomerAnswer(language, report=Report("imone.lt", (finding,))))
        assert not re.search(WELL[language], text), finding.code


@each_language
def test_what_could_not_be_checked_is_named_beside_what_is_right(language: str) -> None:
    (unknown, *_) = [finding for finding in findings() if finding.code == "dmarc-unknown"]
    text = letter(CustomerAnswer(language, report=Report("imone.lt", (unknown, DOMAIN, MX, SPF))))
    assert "DMARC" in text
    assert not re.search(r"Klaidų neradome|found no errors", text)


@each_language
def test_of_a_domain_that_is_not_there_no_settings_were_checked(language: str) -> None:
    missing = Finding("domain", Status.ERROR, "domain-missing")
    text = letter(CustomerAnswer(language, report=Report("imone.lt", (missing,))))
    assert not re.search(r"nustatym|settings", text)
    assert not re.search(ZONE[language], text)


@each_language
def test_the_record_that_is_there_now_stands_beside_the_new_one(language: str) -> None:
    there = (Record("imone.lt", "TXT", "v=spf1 a -all"), Record("imone.lt", "TXT", "verification=1"))
    new = Record("imone.lt", "TXT", "v=spf1 mx a -all")
    finding = Finding("spf", Status.WARNING, "spf-void", there, FACTS, (new,))
    text = letter(CustomerAnswer(language, report=Report("imone.lt", (finding, SERVERS))))
    assert text.index("v=spf1 a -all") < text.index("v=spf1 mx a -all")
    assert "verification" not in text
    assert re.search(ZONE[language], text)
    assert re.search(WAITS[language], text)


@each_language
def test_a_record_is_looked_for_before_one_is_added(language: str) -> None:
    new = Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@imone.lt")
    finding = Finding("dmarc", Status.WARNING, "dmarc-missing", (), FACTS, (new,))
    host = {"ovh": "ns10.ovh.net.", "cloudflare": "a.ns.cloudflare.com.", "hostinger": "ns1.dns-parking.com.", "": "x."}
    for server in host.values():
        zone = Finding("nameservers", Status.OK, "nameservers-ok", (Record("imone.lt", "NS", server),), FACTS)
        text = letter(CustomerAnswer(language, report=Report("imone.lt", (finding, zone))))
        look, add = (
            (r"Pirmiausia (pa)?ieškokite|Pirmiausia suraskite", r"Tik jei tok")
            if language == "lt"
            else (
                "First look",
                "Only if there is (none|no such)",
            )
        )
        (first,), (added,) = re.finditer(look, text), re.finditer(add, text)
        assert first.start() < added.start()
        assert "_dmarc" in text
        assert "dmarc@imone.lt" in text
