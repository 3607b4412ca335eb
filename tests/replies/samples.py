"""Replies of every kind, as they occur: what the golden files show."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from bot.cases.answering.checklist import checklist
from bot.cases.answering.risks import risk
from bot.cases.values.answers.checked import ChecksAnswer, OptionalAnswer
from bot.cases.values.answers.fixes import CodeFixAnswer, FixAnswer, Service
from bot.cases.values.answers.further import (
    DeniedAnswer,
    OursAnswer,
    PlainAnswer,
    Proposed,
    RepeatsAnswer,
    SafeAnswer,
    ShorterAnswer,
    SpamAnswer,
    StillAnswer,
    WhyAnswer,
)
from bot.cases.values.answers.kinds import (
    AnyAnswer,
    BounceAnswer,
    ChangesAnswer,
    CheckAnswer,
    ChecklistAnswer,
    ComparisonAnswer,
    CustomerAnswer,
    DomainAnswer,
    LanguageAnswer,
    LimitsAnswer,
    PreferencesAnswer,
    RecordsAnswer,
    RetryAnswer,
    ThanksAnswer,
    WhoAnswer,
)
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.typed import CodeAnswer, CodeListAnswer, GreetingAnswer, HelpAnswer
from bot.cases.values.choices import Choice, Chosen, Scope, Wish
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.cases.values.questions import Intent, Question
from bot.codes.read import explain
from bot.codes.table import entry
from bot.codes.values import Actor, BounceReading, Confidence, Diagnosis, Explanation, MailKind, Resend
from bot.domains.values import Fact, Finding, Record, Report, Status
from tests.cases.playing import answered, played
from tests.replies.changed import CHANGED
from tests.replies.histories import LINK, ONCE, STEADY, WATCHED
from tests.replies.mail_reports import MAIL_REPORTS
from tests.replies.mails import mail_samples
from tests.replies.spreads import SPREADS
from tests.replies.watches import watch_samples

GUIDE_CODES = [
    "211",
    "214",
    "220",
    "221",
    "250",
    "251",
    "252",
    "354",
    "420",
    "421",
    "432",
    "449",
    "450",
    "451",
    "452",
    "455",
    "500",
    "501",
    "502",
    "503",
    "504",
    "550",
    "551",
    "552",
    "553",
    "554",
    "555",
]


def explained(code: str, paired: str | None = None) -> Explanation:
    reading = explain(code, paired)
    assert reading
    return reading


def _listed(*codes: str) -> tuple:
    return tuple(known for code in codes if (known := entry(code)))


NO_DMARC = Finding(
    "dmarc",
    Status.WARNING,
    "dmarc-missing",
    publish=(Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@imone.lt"),),
)
TWO_DMARC = Finding(
    "dmarc",
    Status.ERROR,
    "dmarc-several",
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none"), Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=reject")),
    (Fact("count", 2),),
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none"),),
)
DMARC = Finding(
    "dmarc",
    Status.OK,
    "dmarc-ok",
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=reject; rua=mailto:dmarc@imone.lt"),),
    (Fact("policy", "reject"), Fact("source", "imone.lt"), Fact("tag", "p")),
)
MONITORED = Finding(
    "dmarc",
    Status.NOTICE,
    "dmarc-monitoring",
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@imone.lt"),),
    (Fact("policy", "none"), Fact("source", "imone.lt"), Fact("tag", "p")),
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=quarantine; rua=mailto:dmarc@imone.lt"),),
)
DMARC_UNKNOWN = Finding(
    "dmarc",
    Status.UNKNOWN,
    "dmarc-unknown",
    facts=(Fact("name", "_dmarc.imone.lt"), Fact("type", "TXT"), Fact("fault", "TIMEOUT")),
)
MX_UNKNOWN = Finding(
    "mx",
    Status.UNKNOWN,
    "mx-unknown",
    facts=(Fact("name", "imone.lt"), Fact("type", "MX"), Fact("fault", "TIMEOUT")),
)
NO_BIMI = Finding("bimi", Status.NOTICE, "bimi-missing")

ELSEWHERE = Finding(
    "provider",
    Status.WARNING,
    "provider-other",
    (Record("imone.lt", "MX", "1 smtp.google.com."),),
    (Fact("provider", "Google Workspace"), Fact("hosts", "smtp.google.com"), Fact("supported", "OVHcloud")),
    (Record("imone.lt", "MX", "1 mx0.mail.ovh.net."), Record("imone.lt", "MX", "5 mx1.mail.ovh.net.")),
)
LISTED = Finding(
    "blocklist",
    Status.ERROR,
    "blocklist-listed",
    (Record("7.113.0.203.zen.spamhaus.org", "A", "127.0.0.3"),),
    (
        Fact("list", "Spamhaus ZEN"),
        Fact("parts", "CSS"),
        Fact("subjects", "203.0.113.7"),
        Fact("count", 1),
        Fact("look_up_page", "check.spamhaus.org/"),
        Fact("delist_page", "check.spamhaus.org/"),
        Fact("terms_page", "www.spamhaus.org/"),
    ),
)
WATCHING = Finding(
    "dmarc",
    Status.NOTICE,
    "dmarc-monitoring",
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@imone.lt"),),
    (Fact("policy", "none"), Fact("source", "imone.lt"), Fact("tag", "p")),
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=quarantine; rua=mailto:dmarc@imone.lt"),),
)
NO_MX = Finding(
    "mx",
    Status.ERROR,
    "mx-unresolved",
    (Record("imone.lt", "MX", "10 pastas.imone.lt."),),
    (Fact("hosts", "pastas.imone.lt"), Fact("addresses", ""), Fact("count", 1)),
)
NO_DNSSEC = Finding("dnssec", Status.NOTICE, "dnssec-insecure")
REFUSED = Finding(
    "spf",
    Status.ERROR,
    "spf-sender-fail",
    (Record("imone.lt", "TXT", "v=spf1 mx -all"),),
    (Fact("ip", "203.0.113.7"), Fact("term", "-all"), Fact("name", "imone.lt")),
    (Record("imone.lt", "TXT", "v=spf1 ip4:203.0.113.7 mx -all"),),
)
NO_SPF = Finding("spf", Status.WARNING, "spf-missing", (), (), (Record("imone.lt", "TXT", "v=spf1 mx ~all"),))
NO_DKIM = Finding("dkim", Status.WARNING, "dkim-none")
DOMAIN = Finding("domain", Status.OK, "domain-ok")
SERVERS = Finding(
    "nameservers",
    Status.OK,
    "nameservers-ok",
    (Record("imone.lt", "NS", "dns10.ovh.net."), Record("imone.lt", "NS", "ns10.ovh.net.")),
    (Fact("count", 2), Fact("zone", "imone.lt")),
)
MX = Finding("mx", Status.OK, "mx-ok", (Record("imone.lt", "MX", "1 mx0.mail.ovh.net."),), (Fact("count", 1),))
SPF = Finding(
    "spf",
    Status.OK,
    "spf-ok",
    (Record("imone.lt", "TXT", "v=spf1 include:mx.ovh.com -all"),),
    (Fact("lookups", 1), Fact("record", "v=spf1 include:mx.ovh.com -all")),
)
NULL_MX = Finding("mx", Status.OK, "mx-null", (Record("imone.lt", "MX", "0 ."),))
SENDS_NOTHING = Finding("spf", Status.OK, "spf-nothing", (Record("imone.lt", "TXT", "v=spf1 -all"),))
TLS_RPT = Finding("tls-rpt", Status.OK, "tls-rpt-ok")

BROKEN = Report(
    "imone.lt", (TWO_DMARC, ELSEWHERE, NO_SPF, NO_DKIM, NO_BIMI, DOMAIN, SERVERS, MX, TLS_RPT), (), 412.0, 57, "google"
)
HEALTHY = Report("xn--sis-hpa81d.lt", (NO_BIMI, DOMAIN, SERVERS, MX, SPF, DMARC, TLS_RPT), (), 231.0, 49, "ovh")
PARKED = Report("imone.lt", (DOMAIN, SERVERS, NULL_MX, SENDS_NOTHING, DMARC, TLS_RPT), (), 98.0, 21, None)
LEFT_OPEN = Report("imone.lt", (MONITORED, DOMAIN, SERVERS, MX, SPF), (), 231.0, 49, "ovh")
GROWING = Report("imone.lt", (NO_DMARC,), ("domain", "mx", "spf", "dkim"), 0.0, 0, None)
MISSING = Report("imone.lt", (Finding("domain", Status.ERROR, "domain-missing"),), (), 12.0, 2, None)
SILENT = Report("imone.lt", (DMARC_UNKNOWN, MX_UNKNOWN), (), 3050.0, 21, None)
PARTLY = Report("imone.lt", (DMARC_UNKNOWN, MX, SPF), (), 3050.0, 21, "ovh")
OPEN = Report("imone.lt", (NO_DMARC, DOMAIN, SERVERS, MX, SPF), (), 231.0, 49, "ovh")
UNSURE = Report("imone.lt", (DMARC_UNKNOWN,), (), 3050.0, 21, "ovh")

FULL_BOX = Diagnosis(
    cause="mailboxfull",
    confidence=Confidence.PROVIDER,
    rule="google/over-quota",
    evidence="452-4.2.2 The email account that you tried to reach is over quota.",
    reply_code="452",
    status="4.2.2",
    permanent=False,
    actors=(Actor.RECIPIENT,),
    resend=Resend.AUTOMATIC,
    diagnostic="452-4.2.2 The email account that you tried to reach is over quota. jonas.jonaitis@gmail.com",
    provider="google",
    recipient="jonas.jonaitis@gmail.com",
    sender="info@imone.lt",
    sending_ip="203.0.113.7",
    remote_host="gmail-smtp-in.l.google.com",
)
UNAUTHENTICATED = Diagnosis(
    cause="authfailure",
    confidence=Confidence.PROVIDER,
    rule="google/unauthenticated",
    evidence="550-5.7.26 Your email has been blocked because the sender is unauthenticated.",
    reply_code="550",
    status="5.7.26",
    permanent=True,
    actors=(Actor.SENDER_ADMIN,),
    resend=Resend.AFTER_FIX,
    diagnostic="550-5.7.26 Your email has been blocked because the sender is unauthenticated. jonas.jonaitis@gmail.com",
    provider="google",
    recipient="jonas.jonaitis@gmail.com",
    sender="info@imone.lt",
    sending_ip="203.0.113.7",
    remote_host="gmail-smtp-in.l.google.com",
)
AWAY = Diagnosis(
    cause="vacation",
    confidence=Confidence.PROVIDER,
    rule="auto-reply",
    evidence="Auto-Submitted: auto-replied",
    reply_code=None,
    status=None,
    permanent=False,
    actors=(Actor.NOBODY,),
    resend=Resend.NOT_NEEDED,
    diagnostic="",
    recipient="jonas.jonaitis@gmail.com",
)
COMPLAINT = replace(AWAY, cause="feedback", rule="arf", evidence="Feedback-Type: abuse", actors=(Actor.SENDER,))
LIKELY = replace(
    AWAY,
    cause="userunknown",
    confidence=Confidence.LIKENESS,
    rule="classifier/userunknown",
    evidence="550 5.1.1 The box of that person was closed",
    reply_code="550",
    status="5.1.1",
    actors=(Actor.SENDER,),
    resend=Resend.AFTER_FIX,
    diagnostic="550 5.1.1 The box of that person was closed",
)
UNTOLD = replace(
    AWAY,
    cause="undefined",
    confidence=Confidence.NONE,
    rule="",
    evidence="",
    reply_code="550",
    permanent=True,
    actors=(Actor.SENDER_ADMIN,),
    resend=Resend.AFTER_FIX,
    diagnostic="550 Not today",
)
CONFIRMED = Investigation(CauseVerdict.CONFIRMED, "imone.lt", (TWO_DMARC,), TWO_DMARC)
FIXED_SINCE = Investigation(CauseVerdict.NOT_CONFIRMED, "imone.lt", (DMARC,))
UNKNOWABLE = Investigation(CauseVerdict.UNKNOWN, "imone.lt", (DMARC_UNKNOWN,))
NOTHING = Investigation(CauseVerdict.NOTHING_TO_CHECK, None, ())

_BOUNCE = BounceReading(MailKind.BOUNCE, (UNAUTHENTICATED,))
_TWO = BounceReading(MailKind.BOUNCE, (UNAUTHENTICATED, FULL_BOX))

_NEXT = (Question(Intent.FIX, "dmarc"), Question(Intent.CUSTOMER), Question(Intent.LANGUAGE, "en"))


def further_samples() -> dict[str, AnyAnswer]:
    """Answers to what people ask on."""
    return {
        "plain-code": PlainAnswer(explained("421")),
        "plain-cause": PlainAnswer(diagnosis=UNAUTHENTICATED),
        "plain-domain": PlainAnswer(report=BROKEN),
        "shorter-code": ShorterAnswer(explained("421")),
        "shorter-cause": ShorterAnswer(diagnosis=UNAUTHENTICATED, investigation=CONFIRMED),
        "shorter-domain": ShorterAnswer(report=BROKEN),
        "shorter-check": ShorterAnswer(findings=(SPF,), domain="imone.lt"),
        "why-code": WhyAnswer(explained("421")),
        "why-enhanced": WhyAnswer(explained("5.7.26")),
        "why-cause": WhyAnswer(diagnosis=UNAUTHENTICATED, investigation=CONFIRMED),
        "why-domain": WhyAnswer(domain="imone.lt", findings=(TWO_DMARC, NO_SPF)),
        "why-nothing": WhyAnswer(domain="imone.lt"),
        "spam": SpamAnswer("imone.lt", (LISTED, NO_SPF, NO_DKIM), (), (DMARC_UNKNOWN,)),
        "spam-clean": SpamAnswer("imone.lt", (), (WATCHING,)),
        "spam-unsure": SpamAnswer("imone.lt", (), (), (DMARC_UNKNOWN,)),
        "spam-which": SpamAnswer(None),
        **{
            f"safe-{finding.check}": SafeAnswer("imone.lt", (Proposed(finding, risk(finding)),))
            for finding in (LISTED, NO_DKIM, NO_SPF, WATCHING, NO_MX, NO_DNSSEC)
        },
        "safe-nothing": SafeAnswer("imone.lt"),
        "safe-which": SafeAnswer(None),
        "ours": OursAnswer("imone.lt", "203.0.113.7", REFUSED, False),
        "ours-allowed": OursAnswer("imone.lt", "203.0.113.7", SPF, True),
        "ours-unknown": OursAnswer("imone.lt", "203.0.113.7"),
        "ours-which": OursAnswer("imone.lt"),
        "repeats": RepeatsAnswer(explained("421")),
        "repeats-permanent": RepeatsAnswer(diagnosis=UNAUTHENTICATED, permanent=True),
        "repeats-domain": RepeatsAnswer(domain="imone.lt", findings=(TWO_DMARC, NO_SPF)),
        "repeats-nothing": RepeatsAnswer(domain="imone.lt"),
        "denied": DeniedAnswer(limits=True),
        "denied-domain": DeniedAnswer("imone.lt", WATCHING),
        "still": StillAnswer(explained("535")),
        "still-cause": StillAnswer(diagnosis=FULL_BOX),
        "still-unsure": StillAnswer(explained("5.9.88")),
    }


@cache
def samples(language: str) -> Mapping[str, Reply]:
    """Every kind of answer by the name of its golden file; letters are in the reader's language."""
    codes = {f"code-{code}": CodeAnswer(explained(code)) for code in GUIDE_CODES}
    answers = {
        **codes,
        "code-550-5.7.1": CodeAnswer(explained("550", "5.7.1")),
        "code-5.7.26": CodeAnswer(explained("5.7.26")),
        "code-X.7.26": CodeAnswer(explained("X.7.26")),
        "code-unlisted-559": CodeAnswer(explained("559")),
        "code-unlisted-5.9.88": CodeAnswer(explained("5.9.88")),
        "code-list-45": CodeListAnswer("45", _listed("450", "451", "452", "455"), "4"),
        "code-list-word": CodeListAnswer("greylisting", _listed("450", "451"), None),
        "code-list-none": CodeListAnswer("99", (), "2"),
        "help": HelpAnswer(),
        "greeting": GreetingAnswer(),
        "help-smtp": HelpAnswer("smtp"),
        "help-mailcheck": HelpAnswer("mailcheck"),
        **{f"refusal-{reason}": RefusalAnswer(reason, "labas rytas") for reason in Refusal},
        "domain-checking": DomainAnswer(GROWING),
        "domain-broken": DomainAnswer(BROKEN),
        "domain-parked": DomainAnswer(PARKED, "ovh"),
        "domain-healthy": DomainAnswer(HEALTHY, "ovh"),
        "domain-unknown": DomainAnswer(UNSURE),
        "domain-missing": DomainAnswer(MISSING),
        "domain-open": DomainAnswer(LEFT_OPEN),
        "domain-full": DomainAnswer(BROKEN, full=True),
        "domain-blind": DomainAnswer(SILENT),
        "domain-dated": DomainAnswer(OPEN, at=1_795_000_000.0),
        "checks": ChecksAnswer(BROKEN),
        "optional": OptionalAnswer(LEFT_OPEN),
        "comparison": ComparisonAnswer((BROKEN, HEALTHY)),
        "check": CheckAnswer("imone.lt", "dmarc", (TWO_DMARC,)),
        "check-fine": CheckAnswer("imone.lt", "dmarc", (DMARC,)),
        "check-alone": CheckAnswer(None, "dmarc", ()),
        "records": RecordsAnswer("imone.lt", None, (TWO_DMARC, DMARC)),
        "records-none": RecordsAnswer("imone.lt", "dmarc", (NO_DMARC,)),
        "fix": FixAnswer("imone.lt", None, (TWO_DMARC, NO_BIMI)),
        "fix-nothing": FixAnswer("imone.lt", "dmarc", ()),
        "code-fix": CodeFixAnswer(explained("451")),
        "code-fix-cause": CodeFixAnswer(None, UNAUTHENTICATED),
        "who": WhoAnswer(explained("550", "5.1.1")),
        "who-cause": WhoAnswer(diagnosis=FULL_BOX),
        "who-domain": WhoAnswer(findings=(TWO_DMARC,), domain="imone.lt"),
        "who-nobody": WhoAnswer(domain="imone.lt"),
        "retry": RetryAnswer(explained("451")),
        "retry-cause": RetryAnswer(diagnosis=FULL_BOX),
        "retry-domain": RetryAnswer(findings=(TWO_DMARC,), domain="imone.lt"),
        "retry-fine": RetryAnswer(domain="imone.lt"),
        "customer-code": answered(played("550 5.1.1", language).case, Question(Intent.CUSTOMER)).reply.answer,
        "customer-bounce": CustomerAnswer(language, diagnosis=UNAUTHENTICATED, investigation=CONFIRMED),
        "customer-fixed-since": CustomerAnswer(language, diagnosis=UNAUTHENTICATED, investigation=FIXED_SINCE),
        "customer-unknown": CustomerAnswer(language, diagnosis=UNAUTHENTICATED, investigation=UNKNOWABLE),
        "customer-full": CustomerAnswer(language, diagnosis=FULL_BOX, investigation=NOTHING),
        "customer-domain": CustomerAnswer(language, report=BROKEN),
        "customer-code-domain": answered(played("550 5.7.26", language).case, Question(Intent.CUSTOMER)).reply.answer,
        "customer-code-waits": answered(played("451", language).case, Question(Intent.CUSTOMER)).reply.answer,
        "customer-code-unlisted": answered(played("559", language).case, Question(Intent.CUSTOMER)).reply.answer,
        "customer-domain-missing": CustomerAnswer(language, report=MISSING),
        "customer-domain-unchecked": CustomerAnswer(language, report=SILENT),
        "customer-domain-partly": CustomerAnswer(language, report=PARTLY),
        "customer-domain-dmarc": CustomerAnswer(language, report=OPEN),
        "customer-domain-fine": CustomerAnswer(language, report=HEALTHY),
        "checklist": ChecklistAnswer("imone.lt", checklist(None, ("webmail",))),
        "checklist-cause": ChecklistAnswer("imone.lt", checklist(None), TWO_DMARC),
        "checklist-login": ChecklistAnswer(None, checklist(None, (), entry("535")), explanation=explained("535")),
        "fix-listed": FixAnswer("imone.lt", "blocklist", (LISTED,)),
        "fix-services": FixAnswer("imone.lt", "mx", (NO_MX,), (Service("OVHcloud", ELSEWHERE.publish),)),
        "check-named": CheckAnswer(None, "blocklist", (), "zen.spamhaus.org"),
        **further_samples(),
        "limits": LimitsAnswer(),
        "changes": ChangesAnswer("imone.lt", ("dmarc-several",), (NO_DMARC,), (NO_BIMI,)),
        "changes-none": ChangesAnswer("imone.lt", (), (), (NO_DMARC,)),
        "changes-all-fixed": ChangesAnswer("imone.lt", ("dmarc-missing", "dmarc-several"), (), (), solved=True),
        "changes-first": ChangesAnswer("imone.lt", (), (), (NO_DMARC,), first=True),
        **CHANGED,
        "language": LanguageAnswer(language),
        "preferences": PreferencesAnswer(Wish(Choice.LANGUAGE, language, Scope.CHANNEL), Chosen(channel=language)),
        "preferences-unasked": PreferencesAnswer(Wish(Choice.UNASKED, "off", Scope.CHANNEL), Chosen(unasked=False)),
        "preferences-provider": PreferencesAnswer(Wish(Choice.PROVIDER, "ovh"), Chosen(provider="ovh")),
        **watch_samples(BROKEN, HEALTHY),
        "history": WATCHED,
        "history-fine": STEADY,
        "history-once": ONCE,
        "report-link": LINK,
        **SPREADS,
        **MAIL_REPORTS,
        **mail_samples(language),
        "thanks": ThanksAnswer(),
        "bounce-checking": BounceAnswer(_BOUNCE, UNAUTHENTICATED, checking=True),
        "bounce-confirmed": BounceAnswer(_BOUNCE, UNAUTHENTICATED, CONFIRMED),
        "bounce-fixed-since": BounceAnswer(_BOUNCE, UNAUTHENTICATED, FIXED_SINCE),
        "bounce-unknown": BounceAnswer(_BOUNCE, UNAUTHENTICATED, UNKNOWABLE),
        "bounce-nothing-to-check": BounceAnswer(BounceReading(MailKind.BOUNCE, (FULL_BOX,)), FULL_BOX, NOTHING),
        "bounce-private": BounceAnswer(_BOUNCE, UNAUTHENTICATED, CONFIRMED, private=True),
        "bounce-several": BounceAnswer(_TWO, UNAUTHENTICATED),
        "bounce-auto-reply": BounceAnswer(BounceReading(MailKind.AUTO_REPLY, (AWAY,)), AWAY),
        "bounce-complaint": BounceAnswer(BounceReading(MailKind.COMPLAINT, (COMPLAINT,)), COMPLAINT),
        "bounce-likely": BounceAnswer(BounceReading(MailKind.BOUNCE, (LIKELY,)), LIKELY),
        "customer-likely": CustomerAnswer(language, diagnosis=LIKELY),
        "bounce-undefined": BounceAnswer(BounceReading(MailKind.BOUNCE, (UNTOLD,)), UNTOLD),
        "bounce-other": BounceAnswer(BounceReading(MailKind.OTHER, ()), None),
    }
    return {name: Reply(answer, _NEXT) for name, answer in answers.items()}
