"""What support engineers may edit: lists and profiles, checked when they are loaded."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import tomli


class DataError(ValueError):
    """A data file is wrong; the text names the file, the entry and what is wrong with it."""


def table(name: str) -> Mapping[str, Any]:
    """The whole of `bot/domains/knowledge/<name>.toml`."""
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise DataError(f"{name}.toml: {error}") from error
