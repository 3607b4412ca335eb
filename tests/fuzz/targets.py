"""What is fuzzed: readers of what comes from outside. None may raise, and all they say can be written down."""

import gzip
from collections.abc import Callable
from dataclasses import asdict

from bot.cases.asking.texts import context, read
from bot.cases.asking.understand import understand
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.asked import Unread
from bot.cases.values.case import Case, Topic
from bot.cases.values.typed import By
from bot.codes.bounces.mail.mime import parse as parse_mime
from bot.codes.bounces.read import read_file, read_mail
from bot.codes.values import BounceReading
from bot.domains.net.resolver.message import decode
from bot.domains.net.resolver.question import answers, question
from bot.domains.proposals.spf_review import review
from bot.domains.shared.records import evidence, texts
from bot.domains.standards.dkim import key
from bot.domains.standards.dmarc import record
from bot.domains.standards.spf import parse as spf
from bot.domains.standards.spf.values import SpfSyntaxError
from bot.mails.chain import verify_chain
from bot.mails.read import read_file as read_header
from bot.mails.read import read_text as read_pasted
from bot.mails.signatures import KeyRecord, verify
from bot.measures import text
from bot.reading.perform import CHAIN, MAIL, REPORT, SIGNATURES
from bot.replies.render import slack
from bot.reports.read import read_report

KEY = (
    "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4v8sm0nrFSsD6zxe7GwO8mGFNyW+C8IJhb9Ozh7PuO05eEzBnq"
    "jUF8GiCjQgzQoWX8YhDMCNak/OIddXvz5OFhhcDqpqwyuZ2b8PJYPTk5SEy5rpI9O6jdlzkRmPRDPrbMpOOo/JL57Diu9yHu4tp4"
    "EGg/G2y9+SuOTTqtHNw6QIDAQAB"
)
"""What `corpus/header` is signed with."""
_TYPES = ("TXT", "MX", "A", "AAAA", "NS", "SOA", "PTR", "CNAME", "TLSA", "SRV", "CAA", "DNSKEY", "DS", "SPF")


def mime(raw: bytes) -> None:
    for part in parse_mime(raw).parts:
        part.text().encode()
    _written(read_mail(raw))


def msg(raw: bytes) -> None:
    _written(read_file("a.msg", raw))


def header(raw: bytes) -> None:
    """A mail's way and checks; its signatures and its chain, verified with a key of ours whatever key they name."""
    reading = read_header(raw)
    MAIL.dump_json(reading)
    if (pasted := read_pasted(text(raw.decode("utf-8", "replace")))) is not None:
        MAIL.dump_json(pasted)
    keys = [KeyRecord(name, KEY) for name in reading.key_names]
    SIGNATURES.dump_json(verify(raw, keys))
    CHAIN.dump_json(verify_chain(raw, keys))


def report(raw: bytes) -> None:
    """As it comes, and packed."""
    for content in (raw, gzip.compress(raw)):
        REPORT.dump_json(read_report(content))


def dns(raw: bytes) -> None:
    """The first byte chooses the type that was asked for; the rest is the answer, its question put right."""
    query = question("a.lt", _TYPES[raw[0] % len(_TYPES)] if raw else "TXT")
    message = raw[1:13].ljust(12, b"\0") + query.wire + raw[13:]
    for wire in (message, raw):
        answers(query, wire)
        answer = decode(query, wire)
        assert "".join([*(item.value for item in evidence(answer)), *texts(answer)]).isascii()
        answer.reason.encode()  # a server's own words, in UTF-8 (RFC 8914, section 2)


def spf_record(raw: bytes) -> None:
    try:
        parse = spf.parse(f"v=spf1 {raw[:4096].decode('ascii', 'replace')}")
    except SpfSyntaxError:
        return
    for remark in review(parse):
        assert remark.better.startswith("v=spf1") or not remark.better


def dkim(raw: bytes) -> None:
    content = raw[:4096].decode("latin-1")
    key.is_key(content)
    assert key.read(content).verdict


def dmarc(raw: bytes) -> None:
    sentence = f"v=DMARC1;{raw[:4096].decode('latin-1')}"
    assert record.is_dmarc(sentence)
    changed = record.changed(record.read(sentence))
    assert record.changed(record.read(changed)) == changed


def understanding(raw: bytes) -> None:
    printed = text(raw.decode("utf-8", "replace"))
    for case in (Case("lt"), Case("en", Topic.DOMAIN, domain="imone.lt"), Case("lt", Topic.CODE, code="5.7.26")):
        assert understand(printed, case.language, context(case))
    for way in By:
        questions = read(Unread(printed, way), "lt", context(Case("lt")))
        assert questions or way is By.UNASKED  # which passes over what is no bounce


def document(raw: bytes) -> None:
    """Whatever a text from outside holds, the template's document is well formed and Slack's message is made of it."""
    printed = text(raw.decode("utf-8", "replace"))
    for refusal in (Refusal.NO_CODE, Refusal.NOT_A_DOMAIN, Refusal.TOO_LARGE):
        for language in ("lt", "en"):
            assert slack(RefusalAnswer(refusal, printed), language)


def _written(reading: BounceReading) -> None:
    repr(asdict(reading)).encode()
    for diagnosis in reading.diagnoses:
        f"{diagnosis.recipient}{diagnosis.diagnostic}".encode()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "mime": mime,
    "header": header,
    "report": report,
    "msg": msg,
    "dns": dns,
    "spf": spf_record,
    "dkim": dkim,
    "dmarc": dmarc,
    "understanding": understanding,
    "document": document,
}
