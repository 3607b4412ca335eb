"""Which live checks bear on a bounce's cause (`data/investigations.toml`) or a mail's problem (`data/mails.toml`), read
and validated."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import tomli
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

_FILE = Path(__file__).parent / "data" / "investigations.toml"
_OF_MAILS = Path(__file__).parent / "data" / "mails.toml"


class About(StrEnum):
    SENDER = "sender"
    RECIPIENT = "recipient"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Plan:
    """How one cause is investigated; the file's head says what each field means."""

    about: About
    checks: tuple[str, ...]
    confirmed_by: tuple[str, ...]
    address: tuple[str, ...] = ()
    refuted_by: tuple[str, ...] = ()
    network: bool = True
    limits: bool = False

    @property
    def looks(self) -> bool:
        """Whether there is anything to check live."""
        return bool(self.checks or self.address)


class PlanError(Exception):
    """The data file says something that cannot be followed; the message names the entry."""


@cache
def plans() -> dict[str, Plan]:
    """Each cause's plan. Raises PlanError where the file is wrong."""
    return parse(_FILE.read_text(encoding="utf-8"))


@cache
def mail_plans() -> dict[str, Plan]:
    """The plan of each problem that a mail may have. Raises PlanError where the file is wrong."""
    return parse(_OF_MAILS.read_text(encoding="utf-8"), _OF_MAILS.name)


def parse(text: str, file: str = _FILE.name) -> dict[str, Plan]:
    """The plans in a TOML text. Raises PlanError naming the entry."""
    try:
        return TypeAdapter(dict[str, Plan]).validate_python(tomli.loads(text))
    except ValidationError as error:
        where = " / ".join(str(step) for step in error.errors()[0]["loc"])
        raise PlanError(f"{file}: {where}: {error.errors()[0]['msg']}") from error
