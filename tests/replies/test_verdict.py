"""The four questions of a verdict answer what a reader takes them to ask."""

from bot.cases.values.answers.kinds import DomainAnswer
from bot.domains.engine.verdict import verdict
from bot.domains.values import Finding, Report, Status
from bot.replies.render import plain
from tests.replies.samples import DMARC, DOMAIN, MX, NO_DMARC, NULL_MX, SENDS_NOTHING, SERVERS, SPF, TLS_RPT

FINE = (DOMAIN, SERVERS, MX, SPF, DMARC, TLS_RPT)
WATCHING = Finding("dmarc", Status.NOTICE, "dmarc-monitoring")
LOGO = Finding("bimi", Status.ERROR, "bimi-invalid")


def _states(*findings: Finding) -> dict[str, Status | None]:
    return {judged.name: judged.status for judged in verdict(Report("imone.lt", findings)).questions}


def test_each_question_stands_as_its_worst_check() -> None:
    assert _states(DOMAIN, MX, SPF, NO_DMARC) == {
        "receive": Status.OK,
        "send": Status.OK,
        "pose": Status.WARNING,
        "transport": None,
    }


def test_a_policy_that_only_watches_is_not_called_protection() -> None:
    text = plain(DomainAnswer(Report("imone.lt", (WATCHING, DOMAIN, SERVERS, MX, SPF, TLS_RPT))), "lt")
    assert "i klastojimas tik stebimas" in text


def test_a_domain_that_others_can_send_for_is_not_said_to_be_fine() -> None:
    report = Report("imone.lt", (WATCHING, *(fine for fine in FINE if fine.check != "dmarc")))
    assert verdict(report).level is Status.NOTICE
    text = plain(DomainAnswer(report), "lt")
    assert "klaidų nerasta" not in text
    assert "jo vardu kol kas gali siųsti ir kiti" in text


def test_a_broken_logo_does_not_mean_that_others_can_pose() -> None:
    report = Report("imone.lt", (LOGO, *FINE))
    assert verdict(report).chief is None
    text = plain(DomainAnswer(report), "lt")
    assert "Ar kiti gali siųsti jo vardu? ✓ Ne\n" in text
    assert "gali gauti ir siųsti" not in text


def test_a_domain_that_declines_mail_is_not_said_to_receive_it() -> None:
    text = plain(DomainAnswer(Report("imone.lt", (DOMAIN, SERVERS, NULL_MX, SENDS_NOTHING, DMARC, TLS_RPT))), "lt")
    assert "✓ pats paskelbė, kad laiškų nepriima" in text
    assert "gali gauti ir siųsti laiškus" not in text


def test_what_was_not_asked_is_not_said_to_be_fine() -> None:
    text = plain(DomainAnswer(Report("imone.lt", (SPF,))), "lt")
    assert text.splitlines()[2:] == ["✓ laiškus siunčia"]
    assert "gali gauti ir siųsti" not in text
