"""What a message holds for a decision: the cues that fired, the things it names, the words nobody knows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.cases.asking.understand.normalise import Token, TokenKind
from bot.cases.asking.understand.phrases import ANY_WORD, THINGS, match, token_atoms
from bot.cases.asking.understand.vocabulary import BY_NAME, NAMED, Cue, Vocabulary, check_names
from bot.cases.asking.understand.words import Atom
from bot.domains.engine.registry import check_named
from bot.languages import languages

SURE = 2.0
"""From this weight on a subject is named, not only hinted at."""


@dataclass(frozen=True, slots=True)
class Signals:
    intents: Mapping[str, float]
    """By intent: the best cue's weight, a little more for each further one, less what speaks against it."""
    subject: str | None
    """The check that is spoken of."""
    sure: bool
    """Whether it is named, not only hinted at."""
    outright: bool
    """Whether its very name is said: "DKIM", not "a new key"."""
    language: str | None
    code: str | None
    domain: str | None
    ip: str | None
    foreign: tuple[str, ...]
    """Words that no vocabulary has."""
    of_mail: bool
    """A word of the bot's world is said."""
    it: bool
    everything: bool
    hourly: bool
    how_long: bool
    """It asks for a time."""
    asks: bool
    """It ends with a question mark."""
    words: int
    fired: tuple[str, ...]
    """The cues that fired, as written: to tell why."""


def signals(tokens: Sequence[Token], vocabulary: Vocabulary, language: str) -> Signals:
    """All that the tokens say. `language` is the thread's; its own cues count a little more."""
    index = vocabulary.index
    known = [token_atoms(token, index.find) for token in tokens]
    atoms = [
        held | index.endings(token.text) | ANY_WORD if token.kind is TokenKind.WORD else held
        for held, token in zip(known, tokens, strict=True)
    ]
    lists = vocabulary.words
    beside = lists["courtesy"]
    core = [
        place
        for place, token in enumerate(tokens)
        if token.kind not in (TokenKind.STOP, TokenKind.EMOJI)
        and not (token.kind is TokenKind.WORD and atoms[place] & beside)
    ]
    own = [token.kind is TokenKind.WORD and token.text in vocabulary.common[language] for token in tokens]

    def native(cue: Cue, places: Sequence[int]) -> bool:
        """A cue of the other language is not made of this one's words: "bus" is no bus in a Lithuanian sentence."""
        return cue.language == language or not any(own[place] for place in places)

    subjects = [(cue, places) for cue, places in _fire(vocabulary.subjects, atoms, core) if native(cue, places)]
    atoms = _with_names(atoms, subjects)
    weights = _weights(subjects, language)
    checks = {name: weight for name, weight in weights.items() if name in check_names()}
    # The last one named, and of two that end together the longer: "not lithuanian" means the other.
    last_named = max(
        ((places[-1], len(places), cue.target) for cue, places in subjects if cue.target in languages()), default=None
    )
    subject = max(checks, key=lambda name: checks[name] - check_named(name).sums_up, default=None)
    things = {kind: next((token.text for token in tokens if token.kind is kind), None) for kind in TokenKind}
    of_mail = any(held & lists["mail"] for held in atoms)
    named = {
        "check": subject is not None,
        "language": last_named is not None,
        "mail": of_mail,
        **{
            kind.value: things[kind] is not None
            for kind in (TokenKind.CODE, TokenKind.DOMAIN, TokenKind.IP, TokenKind.NUMBER)
        },
    }
    heard = [
        (cue, places)
        for cue, places in _fire(vocabulary.intents, atoms, core)
        if native(cue, places) and (not cue.needs or any(named[need] for need in cue.needs))
    ]
    words = [place for place in core if tokens[place].kind is TokenKind.WORD]
    return Signals(
        intents=_weights(heard, language),
        subject=subject,
        sure=subject is not None and checks[subject] >= SURE,
        outright=subject is not None and checks[subject] >= NAMED + BY_NAME,
        language=last_named[2] if last_named else None,
        code=things[TokenKind.CODE],
        domain=things[TokenKind.DOMAIN],
        ip=things[TokenKind.IP],
        foreign=tuple(tokens[place].text for place in words if not known[place] and len(tokens[place].text) > 2),
        of_mail=of_mail,
        it=any(held & lists["it"] for held in atoms),
        everything=any(held & lists["everything"] for held in atoms),
        hourly=any(held & lists["hourly"] for held in atoms),
        how_long=any(held & lists["how_long"] for held in atoms),
        asks=any(token.mark == "?" for token in tokens),
        words=len(core),
        fired=tuple(cue.written for cue, _ in (*subjects, *heard)),
    )


def _with_names(
    atoms: Sequence[frozenset[Atom]], subjects: Iterable[tuple[Cue, tuple[int, ...]]]
) -> list[frozenset[Atom]]:
    """The atoms of the message, with `#check` and `#language` where one is named."""
    named = list(atoms)
    for cue, places in subjects:
        if cue.weight >= SURE:
            thing = THINGS["#check" if cue.target in check_names() else "#language"]
            for place in places:
                named[place] |= {thing}
    return named


def _fire(
    cues: Mapping[Atom, tuple[Cue, ...]], atoms: Sequence[frozenset[Atom]], core: Sequence[int]
) -> list[tuple[Cue, tuple[int, ...]]]:
    """Every cue that is said, once, in the order of the message."""
    fired: dict[tuple[str, float, frozenset[str]], tuple[Cue, tuple[int, ...]]] = {}
    for start, held in enumerate(atoms):
        for cue in {id(cue): cue for atom in held for cue in cues.get(atom, ())}.values():
            reason = (cue.written, cue.weight, cue.needs)
            if reason in fired:
                continue
            places = match(cue.phrase, atoms, start)
            if places and (not cue.whole or set(core) <= set(places)):
                fired[reason] = cue, places
    return list(fired.values())


def _weights(fired: Iterable[tuple[Cue, tuple[int, ...]]], language: str) -> dict[str, float]:
    """A target's best cue, and a quarter of each further one up to one point more; synonyms thus do not pile up."""
    listed: dict[str, list[float]] = {}
    for cue, _ in fired:
        listed.setdefault(cue.target, []).append(cue.weight + (0.1 if cue.language == language else 0.0))
    weights: dict[str, float] = {}
    for target, given_weights in listed.items():
        best = max((weight for weight in given_weights if weight > 0), default=0.0)
        more = sum(weight for weight in given_weights if weight > 0) - best
        weights[target] = best + min(more / 4, 1.0) + sum(weight for weight in given_weights if weight < 0)
    return weights
