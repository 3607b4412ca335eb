"""How people say things: the files of `locales/<language>/vocabulary/`, read, checked and indexed together.

common.toml      words that carry no question: `common`, `courtesy`, `mail` (the bot's world), `it`, `everything`,
                 `hourly`, `how_long`; `hosts`, names of services that are no domain to check (`spamhaus.org`);
                 `[spellings]`, what is written instead of what (`dont` for `do not`); `[beginnings]`, of a form and
                 of its word
sets.toml        `[sets]`: names for groups of words, which phrases call `@name`
languages.toml   a table a language (`[en]`): `phrases` that name it, `hints` that only point at it. The same of a check
                 stands in `findings/<check>.toml` under `[asked-for]`
intents/*.toml   `[[cues]]`: `weight`, `phrases`; `order = "free"` for any order of words; `whole` where nothing but
                 courtesy may stand beside the phrase; `needs`, one of which the message must name
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.cases.asking.understand.files import VocabularyError, pairs, read_toml, strings, vocabulary_folders
from bot.cases.asking.understand.phrases import PhrasePattern, compile_phrases
from bot.cases.asking.understand.words import Atom, Index
from bot.cases.values.questions import Intent
from bot.domains.engine.registry import all_checks
from bot.languages import languages
from bot.measures import fold

NAMED, HINTED = 3.0, 1.0
"""Weights of a subject's `phrases` and `hints`."""
BY_NAME = 0.5
"""What one word adds: "what MX to get mail with us" speaks of the MX, though "mail with us" is a provider's."""
WORD_LISTS = ("common", "courtesy", "mail", "it", "pronouns", "thanking", "everything", "hourly", "how_long")
NEEDS = frozenset({"check", "code", "domain", "ip", "language", "mail", "number"})


ASKED_FOR = "asked-for"
"""The table of a check's texts that says how it is asked for."""


@cache
def check_names() -> frozenset[str]:
    """The checks that can be asked about: all that there are."""
    return frozenset(check.name for check in all_checks())


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that speaks for an intent or a subject, by `weight`; a negative one speaks against it."""

    target: str
    weight: float
    written: str
    """`lt/intents/fix.toml: kaip @repair`, to tell why a decision fell so."""
    language: str
    phrase: PhrasePattern
    whole: bool = False
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Both languages' words: people mix them."""

    index: Index
    intents: Mapping[Atom, tuple[Cue, ...]]
    """By the atoms of a phrase's first word."""
    subjects: Mapping[Atom, tuple[Cue, ...]]
    words: Mapping[str, frozenset[Atom]]
    """Each of `WORD_LISTS`."""
    spellings: Mapping[str, tuple[str, ...]]
    common: Mapping[str, frozenset[str]]
    """Each language's own words, folded, by which it is told from the other."""
    sets: Mapping[Atom, frozenset[str]]
    """The sets that a word belongs to."""
    names: Mapping[Atom, str]
    """The words that name a subject by themselves: `check` or `language`."""
    openings: tuple[str, ...] = ()
    """Words that questions begin with, the longest first: behind them a blank is left out now and then."""
    hosts: frozenset[str] = frozenset()
    """Names of services: `zen.spamhaus.org` is spoken of, and no domain to check."""


@cache
def vocabulary() -> Vocabulary:
    """The project's vocabulary. Raises VocabularyError naming the file and the entry at fault."""
    return load(vocabulary_folders())


def load(folders: Mapping[str, Path]) -> Vocabulary:
    """Reads the vocabulary: one folder for each language."""
    index = Index()
    intents: list[Cue] = []
    subjects: list[Cue] = []
    words: dict[str, set[Atom]] = {name: set() for name in WORD_LISTS}
    spellings: dict[str, tuple[str, ...]] = {}
    own: dict[str, frozenset[str]] = {}
    hosts: set[str] = set()
    openings: set[str] = set()
    belongs: defaultdict[Atom, set[str]] = defaultdict(set)
    for language, folder in folders.items():
        common = read_toml(folder / "common.toml", {*WORD_LISTS, "hosts", "spellings", "beginnings", "openings"})
        for name in WORD_LISTS:
            written = strings(common.get(name, []), f"{folder / 'common.toml'}: {name}")
            words[name].update(index.add(fold(word), language) for line in written for word in line.split())
        for short, long in pairs(common.get("spellings", {}), f"{folder / 'common.toml'}: spellings").items():
            spellings[fold(short)] = tuple(fold(long).split())
        for of_form, of_word in pairs(common.get("beginnings", {}), f"{folder / 'common.toml'}: beginnings").items():
            index.add_beginning(fold(of_form), fold(of_word))
        openings.update(
            fold(word) for word in strings(common.get("openings", []), f"{folder / 'common.toml'}: openings")
        )
        hosts.update(strings(common.get("hosts", []), f"{folder / 'common.toml'}: hosts"))
        own[language] = frozenset(fold(word) for line in common.get("common", []) for word in line.split())
        sets = _sets(folder / "sets.toml")
        for name, members in sets.items():
            for word in (member for member in members if "_" not in member):
                belongs[index.add(fold(word), language)].add(name)
        for path in sorted((folder / "intents").glob("*.toml")):
            intents.extend(_intent_cues(path, language, sets, index))
        for name, (where, table) in _subjects(folder).items():
            subjects.extend(_subject_cues(name, where, table, language, sets, index))
    lists = {name: frozenset(atoms) for name, atoms in words.items()}
    return Vocabulary(
        index,
        _by_first(intents),
        _by_first(subjects),
        lists,
        spellings,
        own,
        _members(belongs),
        _names(subjects),
        tuple(sorted(openings, key=lambda word: (-len(word), word))),
        frozenset(hosts),
    )


def _sets(path: Path) -> Mapping[str, Sequence[str]]:
    return {name: strings(words, f"{path}: {name}") for name, words in read_toml(path, {"sets"})["sets"].items()}


def _intent_cues(path: Path, language: str, sets: Mapping[str, Sequence[str]], index: Index) -> Iterator[Cue]:
    if path.stem not in set(Intent):
        raise VocabularyError(f"{path}: {path.stem} is no intent; these are: {', '.join(Intent)}")
    for number, table in enumerate(read_toml(path, {"cues"})["cues"], 1):
        where = f"{path}: cue {number}"
        if unknown := set(table) - {"weight", "phrases", "order", "whole", "needs"}:
            raise VocabularyError(f"{where}: no such key: {', '.join(sorted(unknown))}")
        weight, needs = table.get("weight"), frozenset(strings(table.get("needs", []), where))
        if not isinstance(weight, int | float) or not -9 <= weight <= 9:
            raise VocabularyError(f"{where}: weight must be a number from -9 to 9")
        if needs - NEEDS or table.get("order", "free") != "free":
            raise VocabularyError(f"{where}: needs are {', '.join(sorted(NEEDS))}; order is free or left out")
        for written in strings(table.get("phrases", []), where):
            for phrase in _phrases(written, where, language, sets, index, free="order" in table):
                entry = f"{language}/{path.stem}: {written}"
                yield Cue(path.stem, float(weight), entry, language, phrase, bool(table.get("whole")), needs)


def _subjects(folder: Path) -> Mapping[str, tuple[str, object]]:
    """What can be asked about: each check and each language, with where its table stands, and the table."""
    path = folder / "languages.toml"
    named = read_toml(path)
    if unknown := set(named) - set(languages()):
        raise VocabularyError(f"{path}: no such language: {', '.join(sorted(unknown))}")
    tables: dict[str, tuple[str, object]] = {name: (f"{path}: {name}", table) for name, table in named.items()}
    for check in sorted(check_names()):
        path = folder.parent / "findings" / f"{check}.toml"
        tables[check] = f"{path}: {ASKED_FOR}", read_toml(path).get(ASKED_FOR)
    return tables


def _subject_cues(
    subject: str, where: str, table: object, language: str, sets: Mapping[str, Sequence[str]], index: Index
) -> Iterator[Cue]:
    if not isinstance(table, dict) or set(table) - {"phrases", "hints"}:
        raise VocabularyError(f"{where}: a table with phrases and hints")
    for key, weight in (("phrases", NAMED), ("hints", HINTED)):
        for written in strings(table.get(key, []), where):
            for phrase in _phrases(written, where, language, sets, index, free=False):
                named = BY_NAME if weight == NAMED and len(phrase) == 1 else 0.0
                yield Cue(subject, weight + named, f"{language}/{subject}: {written}", language, phrase)


def _phrases(
    written: str, where: str, language: str, sets: Mapping[str, Sequence[str]], index: Index, *, free: bool
) -> tuple[PhrasePattern, ...]:
    try:
        return compile_phrases(written, language, sets, index, free=free)
    except ValueError as error:
        raise VocabularyError(f"{where}: {written!r}: {error}") from error


def _members(belongs: Mapping[Atom, set[str]]) -> Mapping[Atom, frozenset[str]]:
    return {atom: frozenset(names) for atom, names in belongs.items()}


def _names(subjects: Sequence[Cue]) -> Mapping[Atom, str]:
    """The words that alone are a subject's phrase."""
    alone = [cue for cue in subjects if len(cue.phrase) == 1 and cue.weight >= NAMED]
    return {
        atom: "check" if cue.target in check_names() else "language" for cue in alone for atom in cue.phrase[0].atoms
    }


def _by_first(cues: Sequence[Cue]) -> Mapping[Atom, tuple[Cue, ...]]:
    by_atom: defaultdict[Atom, list[Cue]] = defaultdict(list)
    for cue in cues:
        for atom in cue.phrase[0].atoms:
            by_atom[atom].append(cue)
    return {atom: tuple(listed) for atom, listed in by_atom.items()}
