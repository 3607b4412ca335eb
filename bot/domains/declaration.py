"""What a check declares of itself, once: its name, its question, its findings' codes and what others must know of each.

Whoever needs to know something of a check or of a code reads it from here; nobody else names one by a string.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domains.net.dns import Answer
from bot.domains.shared.records import evidence
from bot.domains.values import Fact, Finding, Record, Status

FAILED = "failed"
"""Ending of the code of a check that broke: `spf-failed`, `unknown`. A fault of ours."""


class Concern(StrEnum):
    """The four questions of a verdict, in the order in which it answers them."""

    RECEIVE = "receive"
    SEND = "send"
    POSE = "pose"
    TRANSPORT = "transport"


class Risk(StrEnum):
    """What a change of records can do to mail, the least harm first."""

    ELSEWHERE = "elsewhere"
    """Nothing of the domain's zone is changed."""
    HARMLESS = "harmless"
    """A record that tells nobody to stop mail."""
    SENDERS = "senders"
    """Whoever is left out of the record may send no more."""
    POLICY = "policy"
    """Recipients stop what fails, real mail too."""
    MOVES = "moves"
    """Mail goes to another server from then on."""
    DELICATE = "delicate"
    """A slip takes the domain, or its mail, off the network."""

    @property
    def rank(self) -> int:
        return list(Risk).index(self)


class Keeper(StrEnum):
    """Who can put a finding right: not everything stands in the domain's DNS zone."""

    ZONE = "zone"
    """Whoever edits the domain's DNS zone."""
    REGISTRANT = "registrant"
    """The domain's owner, with the registrar."""
    DNS = "dns"
    """Whoever runs the domain's name servers."""
    ADDRESS = "address"
    """Whoever owns the server's IP address: PTR records and blocklist entries stand in no zone of the domain."""
    SERVER = "server"
    """Whoever runs the mail server."""
    SIGNER = "signer"
    """Whoever runs the sending server or service, whose key the zone then holds."""
    WEBSITE = "website"
    """Whoever runs the web server with the MTA-STS policy."""
    OWNER = "owner"
    """The domain's owner: what is sent in its name has to stop."""
    OTHER = "other"
    """The owner of another domain, which the record names."""
    RECIPIENT = "recipient"
    """Whoever set up the forwarding."""
    UNKNOWN = "unknown"
    """Nobody: it could not be checked, so it is not known whether anything is wrong."""


@dataclass(frozen=True, slots=True)
class Code:
    """One finding's code: its status, which is always the same, and what others must know of it."""

    status: Status
    concern: Concern | None = None
    """The question that it bears on, where another than the check's."""
    beside: bool = False
    """It stands beside its question without deciding it: lost reports break no transport."""
    ends: bool = False
    """It tells of an end with the fact `days`, and is told of again when the end is near."""
    declines: bool = False
    """The domain says by it that it does not receive or send mail."""
    leaves_open: bool = False
    """No fault, yet others can send mail in the domain's name."""
    elsewhere: bool = False
    """The domain's mail goes to another service than the one that is supported: the first thing to know."""
    guide_says_no: bool = False
    """A notice for the domain, but the answer "no" to the guide's question."""
    no_such_domain: bool = False
    """The domain does not exist."""
    weak: bool = False
    """No fault, yet mail with it lands in spam more easily."""
    of_sender: bool = False
    """It says whether the address that was asked about may send."""
    keeper: Keeper | None = None
    """Who can put it right, where another than the check says."""
    registry: bool = False
    """The registry says it, not the DNS; where the registry is silent, the check's other findings still hold."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check's declaration: `CHECK` of a module in `bot/domains/checks/`."""

    name: str
    """The module's name, with `-` for `_`. Its words: `locales/<language>/findings/<name>.toml`."""
    codes: Mapping[str, Code | Status]
    """By code, which begins with the check's name. A status alone stands for a code with nothing else to know."""
    concern: Concern | None = None
    """The question that it answers; None where it answers none of them."""
    place: int = 0
    """Its place among the checks of its question."""
    early: bool = False
    """It needs the most round trips, so its questions go out before those of the others."""
    decides: bool = True
    """False: it stands beside its question without deciding it, as a logo does."""
    keeper: Keeper = Keeper.ZONE
    """Who can put right what it finds wrong."""
    risk: Risk = Risk.HARMLESS
    """What the changes that it proposes can do to mail."""
    spam_weight: int = 0
    """How much spam filters weigh it, the heaviest highest; 0: not at all."""
    lists: bool = False
    """It looks addresses and domains up in blocklists: a listing is put right by delisting, not by a record."""
    tells_zone_keeper: bool = False
    """What it finds tells who keeps the domain's zone."""
    names_servers: bool = False
    """Its records name the servers that receive the domain's mail."""
    of_missing: bool = False
    """If the domain does not exist, only checks with this mark are made."""
    asked_by_address: bool = False
    """A question that names an address and nothing else is about this check."""
    sums_up: bool = False
    """It names what others found: it has no record of its own, and is often named beside what is asked about."""
    told_apart_by: str | None = None
    """The fact that tells two findings of one code apart."""
    checklist: str | None = None
    """The question of the guide's checklist that it answers."""
    _known: dict[str, Code] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for code, known in self.codes.items():
            if not code.startswith(f"{self.name}-"):
                raise ValueError(f"the code {code} does not begin with the check's name, {self.name}")
            self._known[code] = known if isinstance(known, Code) else Code(known)

    def code(self, code: str) -> Code:
        """What is declared of a code. A check that broke has one of its own, `<name>-failed`, declared nowhere."""
        return self._known.get(code, _BROKEN)

    def statuses(self) -> Mapping[str, Status]:
        """Each code with its status."""
        return {code: known.status for code, known in self._known.items()}

    def found(
        self,
        code: str,
        /,
        *shown: Answer | Record | None,
        facts: tuple[Fact, ...] = (),
        publish: tuple[Record, ...] = (),
        **named: str | int,
    ) -> Finding:
        """A finding. `shown`: the answers and records that it was seen in, each kept once; `named`: further facts.

        Raises KeyError for a code that is not declared.
        """
        seen: list[Record] = []
        for each in shown:
            if isinstance(each, Answer):
                if each.records or each.aliases:
                    seen += evidence(each)
            elif each is not None:
                seen.append(each)
        once = tuple(dict.fromkeys(seen) if len(seen) > 1 else seen)
        all_facts = (*facts, *[Fact(name, value) for name, value in named.items()]) if named else facts
        return Finding(self.name, self._known[code].status, code, once, all_facts, publish)


_BROKEN = Code(Status.UNKNOWN)
