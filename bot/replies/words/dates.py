"""Dates and times as a language writes them; in UTC, because it is not known where the reader is."""

from datetime import UTC, datetime

from bot.replies.words.phrases import phrases


def day(language: str, seconds: float) -> str:
    """A Unix time's day: `2026-10-03`, `3 October 2026`."""
    return _written(language, seconds, "date.day")


def moment(language: str, seconds: float) -> str:
    """A Unix time's day, hour and minute: `2026-10-03 14:05 UTC`."""
    return _written(language, seconds, "date.moment")


def in_prose(language: str, seconds: float, today: float) -> str:
    """A Unix time's day within a sentence: `spalio 3 d.`; with its year where that is not today's."""
    same = datetime.fromtimestamp(seconds, UTC).year == datetime.fromtimestamp(today, UTC).year
    return _written(language, seconds, "date.of-this-year" if same else "date.in-prose")


def _written(language: str, seconds: float, pattern: str) -> str:
    """By a CLDR pattern (Unicode TR 35, part 4) of the language's phrases."""
    from babel import Locale  # noqa: PLC0415  most answers have no date, and Babel loads slowly
    from babel.dates import format_datetime  # noqa: PLC0415

    cldr_pattern = phrases(language).say(pattern)
    return format_datetime(datetime.fromtimestamp(seconds, UTC), cldr_pattern, locale=Locale.parse(language))
