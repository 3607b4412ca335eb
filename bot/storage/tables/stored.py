"""Values read back from the tables. What cannot be read was damaged, or written by another version: the log says so,
by place and kind and without what stands there, and nothing else fails for it."""

import json
import logging
from dataclasses import replace
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import Refused
from bot.languages import languages

log = logging.getLogger(__name__)
T = TypeVar("T")
CASE = TypeAdapter(Case)
OWED = TypeAdapter(Owed)
_PLACE = TypeAdapter(Place)


def read(kind: TypeAdapter[T], written: str) -> T | None:
    """None where it cannot be read."""
    try:
        return kind.validate_json(written)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        at = ".".join(map(str, first["loc"]))
        log.error("%s: a stored value cannot be read: %s %s", error.title, first["type"], at)  # noqa: TRY400  no values
        return None


def case_of(written: str) -> Case | None:
    """A case. Of one that cannot be read its language is left, so that its thread stays the bot's; None where not even
    that is."""
    case = read(CASE, written)
    if case is None and (language := _field(written, "language")) in languages():
        return Case(str(language))
    return case


def owed_of(written: str, id: str, team: str) -> tuple[Owed, bool]:
    """An answer that is owed, and whether it could be read. Of one that could not, its place is left where that can be
    read: there is no more to be said there than that it failed. Without a place its channel is empty."""
    owed = read(OWED, written)
    if owed is not None:
        return owed, True
    try:
        place = replace(_PLACE.validate_python(_field(written, "place")), team=team, message_ts=None)
    except ValidationError:
        place = Place(team, "", "")
    held = _field(written, "case")
    case = None if held is None else case_of(json.dumps(held))
    return Owed(id.removeprefix(f"{team}/"), place, case, (Refused(Refusal.TRY_AGAIN),)), False


def _field(written: str, name: str) -> object:
    try:
        held = json.loads(written)
    except ValueError:
        return None
    return held.get(name) if isinstance(held, dict) else None
