"""One turn of a conversation: what is answered, and what the case is from now on."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.case import Case
from bot.cases.values.history import History
from bot.cases.values.reader import Reader
from bot.cases.values.report_links import ReportLinks
from bot.cases.values.watch import Watching
from bot.codes.search import WordIndex
from bot.domains.engine.senders import KnownSender
from bot.domains.engine.spread import Spread
from bot.domains.net.dns import Answer
from bot.domains.values import Finding, Options, Report

Step = tuple[Case, AnyAnswer]
"""The case as it is from now on, and what is answered."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply, and the case after it. If more turns follow, each replaces the one before."""

    case: Case
    reply: Reply


class Checker(Protocol):
    """Checks domains live."""

    def keeping(self, keep: Callable[[Options, Report], None]) -> "Checker":
        """The same checker; `keep` is told of each whole report and what was asked for it."""

    def check(self, domain: str, options: Options, *, fresh: bool = False) -> AsyncIterator[Report]:
        """Growing reports; the last is done. `fresh`: nothing comes from the cache, a record may just have changed."""

    async def address(
        self,
        address: str,
        only: frozenset[str],
        *,
        blocklist: str | None = None,
        helo: str | None = None,
        domain: str = "",
        fresh: bool = False,
    ) -> tuple[Finding, ...]:
        """What blocklists and the reverse DNS say of one address that sent `domain`'s mail, worst first."""

    async def known_senders(self, domain: str, addresses: Sequence[str]) -> tuple[KnownSender, ...]:
        """Whose servers some addresses are that send in the domain's name."""

    async def allowing(self, domain: str, senders: Sequence[tuple[str, str | None]]) -> tuple[Finding, ...]:
        """The findings with one record that would allow all these addresses, each with its service's name, to send for
        the domain."""

    async def dkim_records(self, names: Sequence[str]) -> tuple[Answer, ...]:
        """The TXT records at the names of DKIM keys."""

    async def spread(self, domain: str, selectors: Sequence[str] = ()) -> Spread:
        """How far the domain's records as they are now have spread; `selectors`: DKIM's, to look at too."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What answers are worked out with: the checker, the word index, the reader, and the stores where there are any."""

    checker: Checker
    words: WordIndex
    """Finds codes by a word, in every language."""
    reader: Reader
    """Reads what comes from outside."""
    languages: tuple[str, ...]
    """Those that there are words for."""
    supported_provider: str | None = None
    smtp_probe: bool = False
    watching: Watching | None = None
    """None where nothing is remembered, as in a terminal."""
    history: History | None = None
    """None as `watching`."""
    links: ReportLinks | None = None
    """None where the bot has no public address."""
