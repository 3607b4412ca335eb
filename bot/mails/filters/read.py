"""What the filters wrote into one mail: which filter's verdict counts, its score, and every sign."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.mails.border import Border
from bot.mails.filters.knowledge import Filter, FilterField, Meaning, filter_named, filters
from bot.mails.filters.shapes import SHAPES, Told, Written, numbers
from bot.mails.header.fields import Field, Header
from bot.mails.header.operators import has_own_filter, operator
from bot.mails.values import FilterVerdict, Sign, Spam


@dataclass(frozen=True, slots=True)
class _Heard:
    """One filter's fields of a mail, taken together."""

    filter: Filter
    flagged: bool | None
    score: float | None
    threshold: float | None
    signs: tuple[Sign, ...]

    @property
    def verdict(self) -> FilterVerdict:
        """Its own word first, then what its signs mean, then its score."""
        if self.flagged:
            return FilterVerdict.SPAM
        verdicts = {
            meaning.verdict for sign in self.signs if (meaning := self.filter.meaning(sign.name)) and meaning.verdict
        }
        if FilterVerdict.SPAM in verdicts:
            return FilterVerdict.SPAM
        if self.flagged is False or FilterVerdict.HAM in verdicts:
            return FilterVerdict.HAM
        if self.score is None or self.threshold is None:
            return FilterVerdict.UNKNOWN
        return FilterVerdict.SPAM if self.score >= self.threshold else FilterVerdict.HAM


def spam(header: Header, border: Border) -> Spam:
    """The verdict of the first filter that has one, with the signs of all."""
    heard = [each for known in filters() if (each := _heard(known, header, border)) is not None]
    if not heard:
        return Spam()
    chief = next((each for each in heard if each.verdict is not FilterVerdict.UNKNOWN), heard[0])
    signs: dict[str, Sign] = {}
    for sign in (sign for each in (chief, *heard) for sign in each.signs):
        if sign.name not in signs or (sign.known and not signs[sign.name].known):
            signs[sign.name] = sign
    return Spam(chief.verdict, chief.filter.name, chief.score, chief.threshold, tuple(signs.values()))


def meaning(sign: Sign) -> Meaning | None:
    """The entry that explains a sign."""
    name = sign.known.partition("/")[0]
    return filter_named(name).meaning(sign.name) if name else None


def _heard(known: Filter, header: Header, border: Border) -> _Heard | None:
    readings = list(_told(known, header, border))
    if not readings:
        return None
    signs = _explained(known, (sign for each in readings for sign in each.signs))
    score = next((each.score for each in readings if each.score is not None), None)
    if score is None and known.scored_by:
        score = next((number for sign in signs for number in _scored(known, sign)), None)
    return _Heard(
        known,
        next((each.flagged for each in readings if each.flagged is not None), None),
        score,
        next((each.threshold for each in readings if each.threshold is not None), known.threshold),
        signs,
    )


def _scored(known: Filter, sign: Sign) -> Iterator[float]:
    if sign.name.upper().startswith(f"{known.scored_by}:"):
        yield from numbers(sign.name)


def _explained(known: Filter, signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """Each once by its name, with the entry that explains it; the one with a description before the one without."""
    by_name: dict[str, Sign] = {}
    for sign in signs:
        entry = known.meaning(sign.name)
        explained = replace(sign, known=entry.known if entry else "")
        before = by_name.get(sign.name)
        if before is None or (explained.description and not before.description):
            by_name[sign.name] = explained
    return tuple(by_name.values())


def _told(known: Filter, header: Header, border: Border) -> Iterator[Told]:
    for source in known.fields:
        written = [(place, field) for place, field in enumerate(header.fields) if _is_named(source, field.name)]
        if not written or (source.beside and not header.has(source.beside)) or header.has(source.without):
            continue
        field = _believed(known, header, border, written)
        if field is not None:
            reading = SHAPES[source.shape](Written(field.written, field.value, field.raw))
            yield replace(reading, score=reading.score / source.divided if reading.score is not None else None)


@lru_cache(maxsize=4096)
def _is_named(source: FilterField, name: str) -> bool:
    return source.name.fullmatch(name) is not None


def _believed(known: Filter, header: Header, border: Border, written: list[tuple[int, Field]]) -> Field | None:
    """The topmost of several fields that the receiver may have written.

    Above the border all are its own. Below it, only a server of one's own writes: a milter's fields stand right under
    Postfix's `Received`, Exim's and Exchange's at the end. A big provider writes its own filter's fields there only, so
    a score of another filter in a mail to Gmail is the sender's.
    """
    last = max((place for place, field in enumerate(header.fields) if field.name == "received"), default=-1)
    for place, field in written:
        if place < border.place:
            return field
        receiver = operator(border.host)
        if known.name != receiver and has_own_filter(receiver):
            continue
        if place < border.below or place > last:
            return field
    return None
