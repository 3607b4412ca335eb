"""Answers about mails that were delivered, and the letters to whoever asked."""

from pathlib import Path

from bot.cases.masking import masked_mail
from bot.cases.values.answers.kinds import AnyAnswer, CustomerAnswer
from bot.cases.values.answers.mails import AnswerPart, MailAnswer
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.domains.values import Fact, Finding, Record, Status
from bot.mails.read import read_file
from bot.mails.values import MailReading

STORIES = sorted((Path(__file__).parents[1] / "mails" / "stories").glob("*.eml"))
_FOUND = Finding(
    "spf",
    Status.ERROR,
    "spf-sender-fail",
    facts=tuple(
        Fact(name, value)
        for name, value in {"ip": "46.105.33.14", "term": "-all", "name": "imone.example", "result": "fail"}.items()
    ),
    evidence=(Record("imone.example", "TXT", "v=spf1 a mx -all"),),
    publish=(Record("imone.example", "TXT", "v=spf1 ip4:46.105.33.14 include:mx.ovh.com a mx -all"),),
)
_PASSES = Finding(
    "spf", Status.OK, "spf-sender-pass", facts=(Fact("ip", "46.105.33.14"), Fact("name", "imone.example"))
)


def _mail(name: str) -> MailReading:
    path = next(path for path in STORIES if path.stem == name)
    return masked_mail(read_file(path.read_bytes()))


def mail_samples(language: str) -> dict[str, AnyAnswer]:
    """Each story answered, with its letter; and one of them checked live, then and now."""
    softfail = _mail("microsoft-softfail")
    confirmed = Investigation(CauseVerdict.CONFIRMED, "imone.example", (_FOUND,), _FOUND)
    return {
        **{f"mail-{path.stem}": MailAnswer(_mail(path.stem)) for path in STORIES},
        **{f"customer-mail-{path.stem}": CustomerAnswer(language, mail=_mail(path.stem)) for path in STORIES},
        "mail-checking": MailAnswer(softfail, checking=True),
        "mail-confirmed": MailAnswer(softfail, confirmed),
        "customer-mail-confirmed": CustomerAnswer(language, mail=softfail, investigation=confirmed),
        "mail-mended": MailAnswer(
            softfail, Investigation(CauseVerdict.NOT_CONFIRMED, "imone.example", (_PASSES,), against=_PASSES)
        ),
        "mail-path": MailAnswer(_mail("greylisted"), part=AnswerPart.PATH),
        "mail-forged": MailAnswer(_mail("forged-from"), part=AnswerPart.FORGED),
        "mail-short": MailAnswer(_mail("greylisted"), part=AnswerPart.SHORT),
        "mail-who": MailAnswer(_mail("sender-queue"), part=AnswerPart.WHO),
    }
