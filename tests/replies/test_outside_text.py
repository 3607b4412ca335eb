"""Nothing from outside reaches Slack as markup, and no reply breaks Slack's limits, whatever it holds."""

import re
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.values.answers.changes import Earlier, WrongSince
from bot.cases.values.answers.fixes import FixAnswer
from bot.cases.values.answers.further import (
    DeniedAnswer,
    OursAnswer,
    PlainAnswer,
    Proposed,
    RepeatsAnswer,
    SafeAnswer,
    ShorterAnswer,
    SpamAnswer,
    WhyAnswer,
)
from bot.cases.values.answers.kinds import (
    AnyAnswer,
    BounceAnswer,
    ChangesAnswer,
    CheckAnswer,
    ComparisonAnswer,
    CustomerAnswer,
    DomainAnswer,
    RecordsAnswer,
    RetryAnswer,
    WhoAnswer,
)
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.reports import DmarcReportAnswer, FailureReportAnswer, TlsReportAnswer
from bot.cases.values.answers.typed import CodeListAnswer
from bot.cases.values.answers.watching import Change, WatchNewsAnswer
from bot.cases.values.differences import Difference
from bot.cases.values.history import RecordMark
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.cases.values.questions import Intent, Question
from bot.cases.values.watch import Every, Watch
from bot.codes.values import Actor, BounceReading, Confidence, Diagnosis, MailKind, Resend
from bot.domains.declaration import Risk
from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.replies.documents import document
from bot.replies.render import plain, slack
from bot.replies.surfaces import terminal
from bot.reports.senders import Sender
from bot.reports.senders import SenderStanding as Sending
from bot.reports.values import (
    AggregateReport,
    Authenticated,
    FailureReport,
    PublishedPolicy,
    Source,
    TlsFailure,
    TlsPolicy,
    TlsReport,
)
from tests.replies.slack_rules import broken, markdown, outside_code

SIGN = "Ŋ"
"""In every text from outside and in none of ours."""
SEVERAL = 25

_HOSTILE = (
    "<!channel>",
    "<!here|here>",
    "<@U0123456>",
    "<#C0123456|general>",
    "<https://evil.example|imone.lt>",
    "https://evil.example/a_b*c*",
    "```",
    "`",
    "*bold*",
    "_italic_",
    "~struck~",
    ":fire:",
    "&lt;!channel&gt;",
    "&amp;",
    "\n> quote",
    "\r\n",
    "\u202eover\u202c",
    "\u2067isolate\u2069",
    "\u200b\u200d\ufeff",
    "\x00\x07\x1b[31m",
    "\ud800",
    "\U000e0041",
    "]]>",
    "<b>x</b>",
    "{{ 7 * 7 }}",
    "%(name)s %s",
)
_STAND_INS = {chr(0xE000 + place): SIGN + piece + SIGN for place, piece in enumerate(_HOSTILE * 2)}
_SPELT_OUT = str.maketrans(_STAND_INS)
_SIGNS = "".join(_STAND_INS) + string.ascii_letters + "ąžė ._-@=;:/"
_TEXT = st.text(_SIGNS, max_size=25).map(lambda text: SIGN + text.translate(_SPELT_OUT) + SIGN)
"""Drawn as one text, in which a character stands for a hostile piece: a list of pieces takes ten times as long."""
_LONG = st.integers(1, 400).flatmap(lambda times: _TEXT.map(lambda text: text * times))

_RECORD = st.builds(Record, _TEXT, st.just("TXT"), _TEXT | _LONG)
_FACTS = (
    "address",
    "count",
    "destination",
    "domain",
    "fault",
    "name",
    "policy",
    "reason",
    "source",
    "tag",
    "tags",
    "type",
)


def _findings(codes: list[tuple[str, str, Status]]) -> st.SearchStrategy[Finding]:
    return st.builds(
        lambda code, evidence, values, publish: Finding(
            code[0],
            code[2],
            code[1],
            tuple(evidence),
            tuple(Fact(name, 3 if name == "count" else value) for name, value in zip(_FACTS, values, strict=True)),
            tuple(publish),
        ),
        st.sampled_from(codes),
        st.lists(_RECORD, max_size=3),
        st.lists(_TEXT, min_size=len(_FACTS), max_size=len(_FACTS)),
        st.lists(_RECORD, max_size=2),
    )


FINDING = _findings(
    [
        ("dmarc", "dmarc-several", Status.ERROR),
        ("dmarc", "dmarc-rua-invalid", Status.WARNING),
        ("dmarc", "dmarc-unknown", Status.UNKNOWN),
        ("dmarc", "dmarc-obsolete", Status.NOTICE),
        ("dmarc", "dmarc-ok", Status.OK),
        ("dnssec", "dnssec-bogus", Status.ERROR),
    ]
)
FINDINGS = st.lists(FINDING, max_size=SEVERAL).map(tuple)
REPORT = st.builds(Report, _TEXT, FINDINGS, st.sampled_from([(), ("spf", "mx")]), st.just(12.0), st.just(3), st.none())
DIAGNOSIS = st.builds(
    Diagnosis,
    cause=st.sampled_from(["authfailure", "mailboxfull", "undefined"]),
    confidence=st.sampled_from(Confidence),
    rule=st.just(""),
    evidence=_TEXT | _LONG,
    reply_code=st.sampled_from([None, "550"]),
    status=st.sampled_from([None, "5.7.26"]),
    permanent=st.booleans(),
    actors=st.just((Actor.SENDER,)),
    resend=st.sampled_from(Resend),
    diagnostic=_TEXT | _LONG,
    provider=st.none(),
    recipient=st.none() | _TEXT,
    sender=st.none() | _TEXT,
    sending_ip=st.none() | _TEXT,
    remote_host=st.none() | _TEXT,
)
INVESTIGATION = st.builds(
    Investigation, st.sampled_from(CauseVerdict), st.none() | _TEXT, FINDINGS, st.none() | FINDING
).filter(lambda seen: seen.root is None or seen.domain is not None)  # a root is found at a domain or an address
TEXTS = st.lists(_TEXT, max_size=7).map(tuple)
TIMES = st.floats(0, 4e9)
CHANGES = st.lists(st.builds(Change, FINDING, st.none() | TIMES, TEXTS, TEXTS), max_size=6).map(tuple)
DIFFERENCES = st.lists(st.builds(Difference, _TEXT, st.just("TXT"), TEXTS, TEXTS), max_size=4).map(tuple)
STANDING = st.lists(st.builds(WrongSince, st.just("dmarc-several"), TIMES, st.booleans()), max_size=1).map(tuple)
MARKS = st.lists(st.builds(RecordMark, _TEXT, st.just("MX"), _TEXT), max_size=3).map(tuple)
EARLIER = st.lists(st.builds(Earlier, TIMES, TEXTS, TEXTS, MARKS), max_size=3).map(tuple)
WATCH = st.builds(
    Watch, _TEXT, _TEXT, _TEXT, st.sampled_from(Every), _TEXT, st.just("lt"), TIMES, TIMES, st.integers(0, 3)
)

_AUTHENTICATED = st.lists(st.builds(Authenticated, _TEXT, _TEXT), max_size=3).map(tuple)
_SOURCE = st.builds(Source, _TEXT, st.just(3), st.sampled_from([0, 3]), envelopes=_AUTHENTICATED)
_SENDER = st.builds(
    Sender,
    st.none(),
    _TEXT | st.just(""),
    st.lists(_SOURCE, min_size=1, max_size=2).map(tuple),
    st.sampled_from(Sending),
    st.booleans(),
)
_DMARC = st.builds(
    AggregateReport,
    _TEXT,
    _TEXT,
    st.just(1),
    st.just(2),
    st.builds(PublishedPolicy, _TEXT, _TEXT),
    st.lists(_SOURCE, max_size=2).map(tuple),
    st.just(2),
)
_FAILURE = st.builds(FailureReport, _TEXT, _SOURCE, _TEXT, _TEXT, _TEXT, _TEXT, _TEXT)
_TLS = st.builds(
    TlsReport,
    _TEXT,
    _TEXT,
    _TEXT,
    _TEXT,
    st.lists(
        st.builds(
            TlsPolicy,
            _TEXT,
            _TEXT,
            st.just(1),
            st.just(2),
            st.lists(st.builds(TlsFailure, _TEXT, st.just(2), _TEXT, _TEXT), max_size=3).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
)


def _bounce(
    diagnoses: list[Diagnosis], seen: Investigation | None, kind: MailKind, checking: bool, private: bool
) -> AnyAnswer:
    return BounceAnswer(BounceReading(kind, tuple(diagnoses)), diagnoses[0], seen, checking, private)


ANSWER: st.SearchStrategy[AnyAnswer] = st.one_of(
    st.builds(RefusalAnswer, st.sampled_from(Refusal), _TEXT | _LONG),
    st.builds(DmarcReportAnswer, _TEXT, _DMARC, st.lists(_SENDER, max_size=15).map(tuple), FINDINGS, st.booleans()),
    st.builds(FailureReportAnswer, _TEXT, _FAILURE, _SENDER, FINDINGS, st.booleans(), st.booleans()),
    st.builds(TlsReportAnswer, _TEXT, _TLS),
    st.builds(CodeListAnswer, _TEXT | _LONG, st.just(()), st.none()),
    st.builds(DomainAnswer, REPORT, st.sampled_from([None, "ovh"]), st.booleans()),
    st.builds(ComparisonAnswer, st.lists(REPORT, min_size=1, max_size=5).map(tuple)),
    st.builds(CheckAnswer, _TEXT, st.just("dmarc"), FINDINGS),
    st.builds(CheckAnswer, st.none(), st.just("blocklist"), st.just(()), _TEXT | _LONG),
    st.builds(PlainAnswer, report=REPORT),
    st.builds(PlainAnswer, diagnosis=DIAGNOSIS),
    st.builds(ShorterAnswer, report=REPORT),
    st.builds(ShorterAnswer, diagnosis=DIAGNOSIS, investigation=st.none() | INVESTIGATION),
    st.builds(ShorterAnswer, findings=FINDINGS, domain=_TEXT),
    st.builds(WhyAnswer, diagnosis=DIAGNOSIS, investigation=st.none() | INVESTIGATION),
    st.builds(WhyAnswer, domain=_TEXT, findings=FINDINGS),
    st.builds(SpamAnswer, _TEXT, FINDINGS, FINDINGS, FINDINGS),
    st.builds(SafeAnswer, _TEXT, st.lists(st.builds(Proposed, FINDING, st.sampled_from(Risk)), max_size=3).map(tuple)),
    st.builds(OursAnswer, _TEXT, _TEXT, st.none() | FINDING, st.none() | st.booleans()),
    st.builds(RepeatsAnswer, domain=_TEXT, findings=FINDINGS),
    st.builds(RepeatsAnswer, diagnosis=DIAGNOSIS, permanent=st.booleans()),
    st.builds(DeniedAnswer, _TEXT, FINDING, st.booleans()),
    st.builds(WhoAnswer, findings=FINDINGS, domain=_TEXT),
    st.builds(RetryAnswer, diagnosis=DIAGNOSIS),
    st.builds(RecordsAnswer, _TEXT, st.none(), FINDINGS),
    st.builds(FixAnswer, _TEXT, st.none(), FINDINGS),
    st.builds(ChangesAnswer, _TEXT, TEXTS, FINDINGS, FINDINGS, records=DIFFERENCES, standing=STANDING, earlier=EARLIER),
    st.builds(WatchNewsAnswer, WATCH, CHANGES, CHANGES, REPORT),
    st.builds(CustomerAnswer, st.sampled_from(["lt", "en"]), st.none(), DIAGNOSIS, st.none() | INVESTIGATION),
    st.builds(CustomerAnswer, st.sampled_from(["lt", "en"]), report=REPORT),
    st.builds(
        _bounce,
        st.lists(DIAGNOSIS, min_size=1, max_size=4),
        st.none() | INVESTIGATION,
        st.sampled_from(MailKind),
        st.booleans(),
        st.booleans(),
    ),
)
NEXT = st.lists(
    st.builds(Question, st.sampled_from([Intent.FIX, Intent.SHOW, Intent.CHECK]), _TEXT | _LONG), max_size=30
)
REPLY = st.builds(Reply, ANSWER, NEXT.map(tuple))
LANGUAGE = st.sampled_from(["lt", "en"])

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_EMOJI = re.compile(r":[a-z0-9_+-]+:")


@settings(max_examples=150, deadline=None)
@given(REPLY, LANGUAGE, st.booleans())
def test_outside_text_is_nothing_but_text_on_every_surface(reply: Reply, language: str, colour: bool) -> None:
    """A message keeps Slack's rules and holds it as code only; a terminal is sent no control characters but our own."""
    message = slack(reply, language)
    assert broken(message) == []
    for text in markdown(message):
        bare = outside_code(text)
        assert SIGN not in bare
        assert "<" not in bare
        assert "`" not in bare
        assert not _EMOJI.search(bare)
        assert "evil.example" not in bare
        assert not _UNSEEN.search(text)
    printed = terminal.write(document(reply, language), colour=colour, width=100)
    ours = re.sub(r"\x1b\[\d+m", "", printed) if colour else printed
    assert not _UNSEEN.search(ours)
    assert not _UNSEEN.search(plain(reply, language))
