"""Recorded cases: a bounce, the zones that make it true, false or unknowable, and what must be found."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.cases.values.investigation import CauseVerdict
from bot.workspace.dns import Zones

CASES = Path(__file__).parent / "cases"
Data = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One folder of `cases/`: `bounce.eml` or `bounce.txt`, `zones.toml`, `expected.toml`, perhaps a `policy.txt` for
    HTTPS, and the letters that were read and approved."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def bounce(self) -> Path:
        return next(self.folder.glob("bounce.*"))

    @property
    def policy(self) -> str | None:
        path = self.folder / "policy.txt"
        return path.read_text("utf-8") if path.is_file() else None

    @property
    def verdict(self) -> CauseVerdict:
        return CauseVerdict(self._expected["verdict"])

    @property
    def root(self) -> str | None:
        """The finding that must be named as the root cause."""
        return self._expected.get("root")

    def says(self, language: str) -> str:
        """What the answer must say of the root cause, in that language's words."""
        return str(self._expected["says"][language])

    def zones(self) -> Zones:
        """The case's own zones within the world of the samples."""
        return Zones({**world(), **tomllib.loads((self.folder / "zones.toml").read_text("utf-8"))})

    def letter(self, language: str) -> Path:
        return self.folder / f"letter.{language}.txt"

    @property
    def _expected(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "expected.toml").read_text("utf-8"))


def recorded() -> list[Recorded]:
    return [Recorded(folder) for folder in sorted(CASES.iterdir()) if folder.is_dir()]


@cache
def world() -> Data:
    """The sample zones: providers, blocklists, roots."""
    data: Data = {}
    for file in files("bot.workspace").joinpath("zones").iterdir():
        if file.name.endswith(".toml"):
            data |= tomllib.loads(file.read_text("utf-8"))
    return data
