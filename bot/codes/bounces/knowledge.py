"""The data files, read and checked once: causes, wording, status and reply codes, providers, blocklists.

Everything that this package knows of the world stands in `data/*.toml` and `data/providers/*.toml`. A mistake in one
is a `DataError` that names the file and the entry.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from bot.codes.bounces.commands import Command
from bot.codes.bounces.phrases import Phrase, expanded, phrase
from bot.codes.bounces.rules import Rule, RuleSet
from bot.codes.values import Actor, Resend


class DataError(ValueError):
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


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    """The file's name."""
    title: str
    hosts: tuple[str, ...]
    """Domains under which its mail servers and mailboxes stand."""
    signs: tuple[Phrase, ...]
    """Phrases by which its replies are told without a host name."""
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class Blocklist:
    zone: str
    """The zone to ask, or the name where the list has none."""
    words: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    causes: dict[str, Cause]
    wording: RuleSet
    codes: RuleSet
    statuses: RuleSet
    providers: dict[str, Provider]
    hosts: dict[str, str]
    """Provider names by domain."""
    signs: RuleSet
    """Rules whose cause is a provider's name."""
    blocklists: RuleSet
    """Rules whose cause is a blocklist's zone."""


@cache
def knowledge() -> Knowledge:
    """All data files; read at the first question."""
    folder = files("bot.codes.bounces") / "data"
    causes = {name: _cause(name, entry) for name, entry in _toml(folder / "causes.toml").items()}
    providers = {}
    for file in sorted((folder / "providers").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            provider = _provider(file, causes)
            providers[provider.name] = provider
    return Knowledge(
        causes=causes,
        wording=RuleSet(list(_rules(folder / "wording.toml", causes))),
        codes=RuleSet(list(_rules(folder / "codes.toml", causes))),
        statuses=RuleSet(list(_rules(folder / "statuses.toml", causes))),
        providers=providers,
        hosts={host: provider.name for provider in providers.values() for host in provider.hosts},
        signs=RuleSet([Rule(f"{each.name}/sign", each.name, each.signs) for each in providers.values() if each.signs]),
        blocklists=RuleSet(
            [Rule(f"list/{each.zone}", each.zone, each.words) for each in _blocklists(folder / "blocklists.toml")]
        ),
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
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{file.name}: {error}") from error


def _cause(name: str, entry: dict[str, Any]) -> Cause:
    try:
        actors, temporary = tuple(Actor(each) for each in entry["actors"]), entry.get("temporary", Resend.AUTOMATIC)
        return Cause(name, actors, Resend(entry["resend"]), bool(entry["permanent"]), Resend(temporary))
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(f"causes.toml, {name}: {error}") from error


def _provider(file: Traversable, causes: dict[str, Cause]) -> Provider:
    entry = _toml(file)
    name = file.name.removesuffix(".toml")
    try:
        signs = tuple(phrase(each, names=True) for each in entry.get("signs", ()))
        return Provider(name, entry["title"], tuple(entry.get("hosts", ())), signs, RuleSet(list(_rules(file, causes))))
    except (KeyError, ValueError) as error:
        raise DataError(f"{file.name}: {error}") from error


def _blocklists(file: Traversable) -> Iterator[Blocklist]:
    for zone, entry in _toml(file).items():
        try:
            yield Blocklist(zone, tuple(phrase(each, names=True) for each in (*entry.get("words", ()), zone)))
        except ValueError as error:
            raise DataError(f"{file.name}, {zone}: {error}") from error


_KEYS = {"name", "cause", "any", "none", "status", "code", "command", "source", "example"}


def _rules(file: Traversable, causes: dict[str, Cause]) -> Iterator[Rule]:
    prefix = file.name.removesuffix(".toml")
    shared = _toml(file)
    seen: set[str] = set()
    words = shared.get("words", {})
    for number, entry in enumerate(shared.get("rule", ()), 1):
        name = entry.get("name", f"number {number}")
        try:
            if unknown := entry.keys() - _KEYS:
                raise DataError(f"no such key: {', '.join(sorted(unknown))}")
            if entry["cause"] not in causes:
                raise DataError(f"no such cause: {entry['cause']}")
            if not entry["name"] or name in seen:
                raise DataError("the name is missing or taken")
            if not entry.keys() & {"any", "status", "code", "command"}:
                raise DataError("a rule needs a condition")
            seen.add(name)
            yield Rule(
                name=f"{prefix}/{name}",
                cause=entry["cause"],
                any=tuple(phrase(each) for source in entry.get("any", ()) for each in expanded(source, words)),
                none=tuple(phrase(each) for each in entry.get("none", ())),
                status=tuple(entry.get("status", ())),
                code=tuple(entry.get("code", ())),
                command=tuple(Command(each) for each in entry.get("command", ())),
                source=entry.get("source") or shared["source"],
                example=entry["example"],
            )
        except (KeyError, ValueError) as error:
            raise DataError(f"{file.name}, rule {name}: {error}") from error
