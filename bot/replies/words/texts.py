"""What codes, causes, checks and findings mean, in one language: the TOML texts, filled with a finding's facts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from bot.codes.table import entry
from bot.codes.values import CodeKind, Diagnosis, Explanation
from bot.replies.clean import shown
from bot.replies.words.phrases import sentences
from bot.replies.words.tables import (
    ADVICE,
    CAUSES,
    CODES,
    DIGITS,
    GUIDE,
    MAILS,
    REASONS,
    WITHHELD,
    ZONE_HOSTS,
    TextEntry,
    TextFile,
    check_words,
    checks,
    load,
)

if TYPE_CHECKING:  # a code needs neither
    from bot.domains.values import Finding
    from bot.mails.values import MailReading

_SAYS = frozenset({"title", "meaning"})
"""Texts that tell what was found, not what to do."""


@dataclass(frozen=True, slots=True)
class Said:
    """One entry's texts. A template asks for them by name; each is filled in when asked for."""

    entry: TextEntry
    fill: Callable[[str], Markup]

    def __getitem__(self, key: str) -> Markup:
        return self.fill(self.entry[key])

    def __contains__(self, key: str) -> bool:
        return key in self.entry


class Texts:
    """One language's texts. Each returns None where the language has no entry of that name."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._sentences = sentences(language)

    def code(self, code: str) -> Said | None:
        """A reply code or an enhanced status code as the table writes it: `451`, `X.7.26`."""
        return self._said(load(self._language, "codes.toml", CODES).entries.get(code))

    def code_of(self, diagnosis: Diagnosis) -> Said | None:
        """What the bounce's code says: the enhanced status code where a table has it, else the reply code."""
        known = (entry(code) for code in (diagnosis.status, diagnosis.reply_code) if code)
        return next((self.code(row.code) for row in known if row), None)

    def reason(self, name: str | None) -> Said:
        """What lies behind a code or a cause: `why`, `still`; neither where the language says nothing more of it."""
        entries = load(self._language, "reasons.toml", REASONS).entries
        text = self._said(entries.get(name or "", {}))
        assert text is not None
        return text

    def first(self, explanation: Explanation) -> Said | None:
        """What the code's first digit, or an enhanced status code's class, says."""
        return self.digit("first" if explanation.kind is CodeKind.BASIC else "class", explanation.first)

    def second(self, explanation: Explanation) -> Said | None:
        """What a reply code's second digit, or an enhanced status code's subject, says."""
        return self.digit("second" if explanation.kind is CodeKind.BASIC else "subject", explanation.second)

    def digit(self, group: str, digit: str) -> Said | None:
        """A digit's words in `digits.toml`: `first`, `second`, `class` or `subject`; `other` where it has none."""
        entries = load(self._language, "digits.toml", DIGITS).entries
        return self._said(entries.get(f"{group}.{digit}", entries.get(f"{group}.other")))

    def about_codes(self) -> Said | None:
        """What a reply code is made of."""
        return self._said(load(self._language, "digits.toml", DIGITS).entries.get("help"))

    def cause(self, diagnosis: Diagnosis) -> Said | None:
        """A bounce's cause, with what the bounce says of it; the recipient's name is masked."""
        from bot.cases.masking import mask  # noqa: PLC0415  it brings what bounces are read by

        recipient = mask(diagnosis.recipient or "")
        facts = {
            "recipient": recipient,
            "domain": shown(recipient.rpartition("@")[2]),
            "sender_domain": shown((diagnosis.sender or diagnosis.sender_domain or "").rpartition("@")[2]),
            "sending_ip": diagnosis.sending_ip or "",
            "blocklist": diagnosis.blocklist or "",
        }
        entry = load(self._language, "causes.toml", CAUSES).entries.get(diagnosis.cause)
        advice = load(self._language, "advice.toml", ADVICE).entries.get(diagnosis.advice or "", {})
        return self._said(None if entry is None else {**entry, **advice}, facts)

    def problem(self, mail: "MailReading") -> Said | None:
        """What is wrong with a mail, with its domains."""
        signer = next((signature.domain for signature in mail.auth.dkim if signature.domain), None) or mail.from_domain
        facts = {
            "domain": shown(mail.from_domain or ""),
            "checked": shown(mail.auth.spf_domain or mail.from_domain or ""),
            "signer": shown(signer or ""),
        }
        return self._said(load(self._language, "mails.toml", MAILS).entries.get(mail.problem), facts)

    def named_cause(self, cause: str) -> Said | None:
        """A cause by its name alone, as statistics keep it: only its title says nothing of one bounce."""
        return self._said(load(self._language, "causes.toml", CAUSES).entries.get(cause))

    def check(self, check: str) -> Said | None:
        """How the check is called (`name`) and what it is about (`about`)."""
        file = self._findings(check)
        return self._said(file.head) if file else None

    def fine_since(self, check: str, day: str) -> Markup | None:
        """That the check was fine since a day, in prose."""
        file = self._findings(check)
        return self._sentences.fill(file.head["fine-since"], {"day": day}) if file else None

    def finding(self, finding: "Finding", domain: str | None) -> Said | None:
        """A finding's title, meaning, remedy and words for the customer, with its facts filled in."""
        facts = {fact.name: fact.value for fact in finding.facts}
        file = self._findings(finding.check)
        entry_of = file.entries.get(finding.code) if file else None
        if entry_of is not None:
            entry_of = self._beside(entry_of, facts)
        return self._said(entry_of, {"domain": shown(domain or ""), **facts})

    def _beside(self, entry: TextEntry, facts: Mapping[str, Any]) -> TextEntry:
        """The texts of a finding that proposes no record, with the reason in place of its advice; of one that names a
        new mailbox, with the word to create it first."""
        reasons = load(self._language, "withheld.toml", WITHHELD).entries
        if "withheld" in facts:
            return {**{key: text for key, text in entry.items() if key in _SAYS}, **reasons[str(facts["withheld"])]}
        if "mailbox" in facts:
            first = {key: f"{text} {entry[key]}" for key, text in reasons["mailbox"].items() if key in entry}
            if "brief" in entry:
                first["brief"] = reasons["mailbox"]["remedy"]
            return {**entry, **first}
        return entry

    def gone(self, code: str) -> Said | None:
        """A finding by its code alone: the check is the longest whose name the code begins with."""
        check = max((c for c in checks(self._language) if code.startswith(f"{c}-")), key=len, default=None)
        file = self._findings(check) if check else None
        return self._said(file.entries.get(code)) if file else None

    def bare_title(self, code: str, domain: str, named: Iterable[tuple[str, str]] = ()) -> Markup | None:
        """The title of a finding that is known by its code and the facts in `named`; where it needs others, the plain
        one. None for a code that there is no more."""
        text = self.gone(code)
        if text is None:
            return None
        facts = {"domain": shown(domain), **{name: shown(value) for name, value in named}}
        if self._sentences.facts(text.entry["title"]) - facts.keys():
            return self.plain_title(code)
        return self._sentences.fill(text.entry["title"], facts)

    def plain_title(self, code: str) -> Markup | None:
        """The title of what was found of many domains: it names nothing that differs."""
        text = self.gone(code)
        return None if text is None else text["plain-title" if "plain-title" in text else "title"]

    def guide(self, name: str) -> Said | None:
        """A question of the guide's checklist, or one of its limits."""
        return self._said(load(self._language, "guide.toml", GUIDE).entries.get(name))

    def _findings(self, check: str) -> TextFile | None:
        if check not in checks(self._language):
            return None
        return check_words(self._language, check)

    def zone(self, findings: "Iterable[Finding]") -> Said | None:
        """The steps in the control panel of whoever keeps the domain's zone, where the findings tell who that is."""
        from bot.domains.knowledge.zone_hosts import zone_host  # noqa: PLC0415  a code has no zone

        host = zone_host(findings)
        return self._said(load(self._language, "zone-hosts.toml", ZONE_HOSTS).entries.get(host)) if host else None

    def _said(self, entry: TextEntry | None, facts: Mapping[str, Any] | None = None) -> Said | None:
        return None if entry is None else Said(entry, lambda source: self._sentences.fill(source, facts or {}))
