"""The data files, read and checked once: causes, wording, status and reply codes, providers, blocklists.

Everything that this package knows of the world stands in `data/*.toml` and `data/providers/*.toml`. A mistake in one
is a `DataError` that names the file and the entry.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import tomli

from bot.codes.bounces.replies.commands import Command
from bot.codes.bounces.rules.contrasts import ASIDE, REST
from bot.codes.bounces.rules.matching import PhrasePieces, Rule, RuleSet
from bot.codes.bounces.rules.phrases import Phrase, expanded, phrase, tokens
from bot.codes.values import Actor, Resend


class RulesError(ValueError):
    """A data file is wrong; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Cause:
    name: str
    actors: tuple[Actor, ...]
    resend: Resend
    """After a permanent (5xx) refusal."""
    permanent: bool
    """Mail to this address or domain will not arrive until somebody mends the address: a "hard" bounce."""
    temporary: Resend = Resend.AUTOMATIC
    """While the sending server still tries (4xx)."""
    near: frozenset[str] = frozenset()
    """Causes that words for this one do not speak against."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What one reply's advice says otherwise than its cause: who acts, and whether sending again helps."""

    name: str
    actors: tuple[Actor, ...]
    resend: Resend


@dataclass(frozen=True, slots=True)
class ProviderRules:
    name: str
    """The file's name."""
    title: str
    hosts: tuple[str, ...]
    """Domains under which its mail servers and mailboxes stand."""
    signs: tuple[Phrase, ...]
    """Phrases by which its replies are told without a host name."""
    contacts: tuple[str, ...]
    """Addresses that its replies ask people to write to: no recipient's, and no person's to be masked."""
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class BlocklistWords:
    zone: str
    """The zone to ask, or the name where the list has none."""
    words: tuple[Phrase, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    causes: dict[str, Cause]
    advice: dict[str, Advice]
    wording: RuleSet
    codes: RuleSet
    statuses: RuleSet
    by_status: dict[str, str]
    """Causes by the enhanced status codes that name them whatever else is said: `X.2.2`."""
    providers: dict[str, ProviderRules]
    hosts: dict[str, str]
    """Provider names by domain."""
    contacts: frozenset[str]
    """All providers' contacts, in lower case."""
    signs: RuleSet
    """Rules whose cause is a provider's name."""
    blocklists: RuleSet
    """Rules whose cause is a blocklist's zone."""
    accepted: RuleSet
    """Positive replies of those that take a message and throw it away."""
    contradictions: RuleSet
    """Words that speak against an address being dead, and the cause that they speak for."""
    plain: frozenset[str]
    """Words that may stand beside "no such address" and say nothing else."""
    dead: frozenset[str]
    """Words of the phrases that call an address dead."""
    clause: frozenset[str]
    """Those of them that may stand in the same clause and leave its subject as it is."""
    labels: frozenset[str]
    """Words of labels that announce a reason."""
    furniture: frozenset[str]
    """How sentences begin that greet, advise or explain in general."""
    vague: tuple[str, ...]
    """Words that a server uses of a mailbox that it has, too."""
    contrasts: frozenset[int]
    """Numbers of the words that part a reason from what is none; also these stand in other words, as in "comment"."""
    pieces: PhrasePieces
    """Of all rules' phrases: it makes what rules are asked about."""


@cache
def knowledge() -> Knowledge:
    """All data files; read at the first question."""
    folder = files("bot.codes.bounces") / "data"
    named = _toml(folder / "causes.toml")
    causes = {name: _cause(name, entry, named) for name, entry in named.items()}
    advice = {name: _advice(name, entry) for name, entry in _toml(folder / "advice.toml").items()}
    pieces = PhrasePieces()
    providers = {}
    for file in sorted((folder / "providers").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            provider = _provider(file, causes, advice, pieces)
            providers[provider.name] = provider
    statuses = list(_rules(folder / "statuses.toml", causes, advice))
    wording = list(_rules(folder / "wording.toml", causes, advice))
    boilerplate = _toml(folder / "boilerplate.toml")
    dead = frozenset[str]().union(
        *(wanted.words for rule in wording if causes[rule.cause].permanent for wanted in rule.any)
    )
    return Knowledge(
        causes=causes,
        advice=advice,
        wording=RuleSet(wording, pieces),
        codes=RuleSet(list(_rules(folder / "codes.toml", causes, advice)), pieces),
        statuses=RuleSet(statuses, pieces),
        by_status={
            status: rule.cause
            for rule in statuses
            if not (rule.any or rule.none or rule.command or rule.code)
            for status in rule.status
        },
        providers=providers,
        hosts={host: provider.name for provider in providers.values() for host in provider.hosts},
        contacts=frozenset(each.lower() for provider in providers.values() for each in provider.contacts),
        signs=RuleSet(
            [Rule(f"{each.name}/sign", each.name, each.signs) for each in providers.values() if each.signs], pieces
        ),
        blocklists=RuleSet(
            [
                Rule(f"list/{each.zone}", each.zone, each.words, advice=each.advice)
                for each in _blocklists(folder / "blocklists.toml", advice)
            ],
            pieces,
        ),
        accepted=RuleSet(list(_rules(folder / "accepted.toml", causes, advice)), pieces),
        contradictions=RuleSet(list(_rules(folder / "contradictions.toml", causes, advice)), pieces),
        clause=frozenset(boilerplate["clause"]),
        dead=dead,
        labels=frozenset(boilerplate["labels"]),
        furniture=frozenset(boilerplate["furniture"]),
        vague=tuple(boilerplate["vague"]),
        plain=dead.union(tokens(" ".join(boilerplate["words"] + boilerplate["clause"]))),
        contrasts=frozenset(map(pieces.number, REST + ASIDE)),
        pieces=pieces,
    )


def provider_of(host: str | None) -> str | None:
    """The provider under whose domains a host or mail domain stands."""
    known = knowledge().hosts
    name = (host or "").rstrip(".").lower()
    while name:
        if name in known:
            return known[name]
        name = name.partition(".")[2]
    return None


def _toml(file: Traversable) -> dict[str, Any]:
    try:
        return tomli.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RulesError(f"{file.name}: {error}") from error


def _cause(name: str, entry: dict[str, Any], named: Container[str]) -> Cause:
    try:
        near = frozenset(entry.get("near", ()))
        if unknown := [each for each in near if each not in named]:
            raise RulesError(f"no such cause: {unknown[0]}")
        actors, temporary = tuple(Actor(each) for each in entry["actors"]), entry.get("temporary", Resend.AUTOMATIC)
        return Cause(name, actors, Resend(entry["resend"]), bool(entry["permanent"]), Resend(temporary), near)
    except (KeyError, ValueError, TypeError) as error:
        raise RulesError(f"causes.toml, {name}: {error}") from error


def _advice(name: str, entry: dict[str, Any]) -> Advice:
    try:
        if not entry["source"]:
            raise RulesError("the source is missing")
        return Advice(name, tuple(Actor(each) for each in entry["actors"]), Resend(entry["resend"]))
    except (KeyError, ValueError, TypeError) as error:
        raise RulesError(f"advice.toml, {name}: {error}") from error


def _provider(
    file: Traversable, causes: dict[str, Cause], advice: dict[str, Advice], pieces: PhrasePieces
) -> ProviderRules:
    entry = _toml(file)
    name = file.name.removesuffix(".toml")
    try:
        return ProviderRules(
            name=name,
            title=entry["title"],
            hosts=tuple(entry.get("hosts", ())),
            signs=tuple(phrase(each, names=True) for each in entry.get("signs", ())),
            contacts=tuple(entry.get("contacts", ())),
            rules=RuleSet(list(_rules(file, causes, advice)), pieces),
        )
    except (KeyError, ValueError) as error:
        raise RulesError(f"{file.name}: {error}") from error


def _blocklists(file: Traversable, advice: dict[str, Advice]) -> Iterator[BlocklistWords]:
    for zone, entry in _toml(file).items():
        try:
            words = tuple(phrase(each, names=True) for each in (*entry.get("words", ()), zone))
            yield BlocklistWords(zone, words, _named_advice(entry, advice))
        except ValueError as error:
            raise RulesError(f"{file.name}, {zone}: {error}") from error


def _named_advice(entry: dict[str, Any], advice: dict[str, Advice]) -> str:
    name = str(entry.get("advice", ""))
    if name and name not in advice:
        raise RulesError(f"no such advice: {name}")
    return name


def _expanded(sources: list[str], words: dict[str, list[str]]) -> Iterator[str]:
    for source in sources:
        yield from expanded(source, words)


_KEYS = {"advice", "name", "cause", "any", "none", "status", "code", "command", "source", "example"}


def _rules(file: Traversable, causes: dict[str, Cause], advice: dict[str, Advice]) -> Iterator[Rule]:
    prefix = file.name.removesuffix(".toml")
    shared = _toml(file)
    seen: set[str] = set()
    words = shared.get("words", {})
    for number, entry in enumerate(shared.get("rule", ()), 1):
        name = entry.get("name", f"number {number}")
        try:
            if unknown := entry.keys() - _KEYS:
                raise RulesError(f"no such key: {', '.join(sorted(unknown))}")
            if entry["cause"] not in causes:
                raise RulesError(f"no such cause: {entry['cause']}")
            if not entry["name"] or name in seen:
                raise RulesError("the name is missing or taken")
            if not entry.keys() & {"any", "status", "code", "command"}:
                raise RulesError("a rule needs a condition")
            seen.add(name)
            yield Rule(
                name=f"{prefix}/{name}",
                cause=entry["cause"],
                any=tuple(phrase(each) for each in dict.fromkeys(_expanded(entry.get("any", ()), words))),
                none=tuple(phrase(each) for each in entry.get("none", ())),
                status=tuple(entry.get("status", ())),
                code=tuple(entry.get("code", ())),
                command=tuple(Command(each) for each in entry.get("command", ())),
                advice=_named_advice(entry, advice),
                source=entry.get("source") or shared["source"],
                example=entry["example"],
            )
        except (KeyError, ValueError) as error:
            raise RulesError(f"{file.name}, rule {name}: {error}") from error
