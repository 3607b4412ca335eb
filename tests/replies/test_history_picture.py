"""A history's picture: what stands where, and that nobody needs its colours, or its pixels, to understand it."""

from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat

from bot.cases.over_time.periods import by_check
from bot.cases.values.answers.watching import HistoryAnswer
from bot.cases.values.history import FindingMark, Stretch
from bot.domains.engine.registry import all_checks
from bot.domains.values import Status
from bot.languages import languages
from bot.replies.charts.colours import INKS, cloth, font
from bot.replies.charts.history import MOST_ALT_TEXT, Picture, history_picture
from bot.replies.charts.timeline import ticks, timeline
from bot.replies.render import plain
from tests.replies.histories import ONCE, STEADY, WATCHED, at

_STATUSES = st.sampled_from(list(Status))
_RISING = st.lists(st.integers(0, 365 * 86_400), min_size=2, max_size=20, unique=True).map(sorted)


def pictured(answer: HistoryAnswer, language: str = "lt") -> Picture:
    picture = history_picture(answer, language)
    assert picture is not None
    return picture


def opened(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.png)).convert("RGB")


def columns(image: Image.Image, status: Status, rows: range) -> list[int]:
    """Where the status's own colour is, from left to right."""
    pixels = image.load()
    return [x for x in range(image.width) if any(pixels[x, y] == INKS[status].fill for y in rows)]


def above_the_legend(image: Image.Image) -> int:
    return image.height - 130


def test_bands_stand_where_their_days_are() -> None:
    image = opened(pictured(WATCHED))
    pixels = image.load()
    plot = columns(
        image, Status.OK, range(above_the_legend(image))
    )  # of a check that was fine at first, of one that is now
    start, width = plot[0], plot[-1] - plot[0]
    whole = at(11, 23) - at(6, 12)
    listed = [
        y for y in range(above_the_legend(image)) if pixels[plot[-1], y] == INKS[Status.ERROR].fill
    ]  # the blocklist's row: wrong to this day
    several = [x for x in columns(image, Status.ERROR, range(above_the_legend(image))) if x < start + width * 0.95]
    assert several[0] == pytest.approx(start + width * (at(10, 15) - at(6, 12)) / whole, abs=4)
    assert several[-1] == pytest.approx(start + width * (at(10, 28) - at(6, 12)) / whole, abs=4)
    wrong = columns(image, Status.ERROR, range(listed[0], listed[-1]))
    assert wrong[0] == pytest.approx(start + width * (at(11, 21) - at(6, 12)) / whole, abs=4)


def test_time_in_which_nobody_checked_is_a_thin_band() -> None:
    """SPF was wrong in June and right in August: July is not claimed for either."""
    image = opened(pictured(WATCHED))
    wide = columns(image, Status.OK, range(above_the_legend(image)))
    july = wide[0] + (wide[-1] - wide[0]) // 5
    pixels = image.load()
    orange = [y for y in range(above_the_legend(image)) if pixels[july, y] == INKS[Status.WARNING].fill]
    heights = [1]
    for before, after in pairwise(orange):
        heights += [1] if after - before > 12 else []
        heights[-1] += after - before if after - before <= 12 else 0
    assert min(heights) <= 7 < max(heights)  # SPF's row and DMARC's


@pytest.mark.parametrize("pair", list(combinations(Status, 2)), ids=str)
def test_no_two_states_look_alike_in_grey(pair: tuple[Status, Status]) -> None:
    first, second = (ImageStat.Stat(cloth(status, 200, 32).convert("L")) for status in pair)
    assert abs(first.mean[0] - second.mean[0]) > 12
    assert INKS[pair[0]].sign != INKS[pair[1]].sign


def test_the_font_has_every_lithuanian_letter() -> None:
    nothing = bytes(font(22).getmask("\uffff"))
    for letter in "ąčęėįšųūžĄČĘĖĮŠŲŪŽ„“–…×":
        assert bytes(font(22).getmask(letter)) != nothing, letter


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "lt",
            (
                "Domeno žąsis.lt patikrų istorija nuo 2026-06-12 iki 2026-11-23.",
                "DMARC: gerai nuo 2026-09-23; neaišku 2026-09-21 – 2026-09-22; įspėjimas 2026-06-12 – 2026-09-20.",
                "Blokavimo sąrašai: klaida nuo 2026-11-21; gerai 2026-06-12 – 2026-11-20.",
                "Visą tą laiką be klaidų: Domenas, Vardų serveriai, MX, DKIM, BIMI.",
            ),
        ),
        (
            "en",
            (
                "History of the checks of žąsis.lt, from 12 June 2026 to 23 November 2026.",
                "SPF: fine since 28 October 2026; error 15 October 2026 – 27 October 2026;",
            ),
        ),
    ],
)
def test_its_alternative_text_says_the_same(language: str, phrases: tuple[str, ...]) -> None:
    picture = pictured(WATCHED, language)
    assert [part for part in phrases if part not in picture.alt_text] == []
    assert "žąsis.lt" in picture.title


def test_one_check_makes_no_picture() -> None:
    assert history_picture(ONCE, "lt") is None


def test_what_never_changed_and_was_never_wrong_makes_no_picture_and_no_row() -> None:
    assert history_picture(STEADY, "lt") is None
    rows = [row for row in by_check(WATCHED.stretches) if row.troubled or len(row.periods) > 1]
    assert len(rows) < len(by_check(WATCHED.stretches))
    assert opened(pictured(WATCHED)).height < 60 * len(rows) + 200


def test_a_busy_year_stays_small() -> None:
    checks = all_checks()
    busy = tuple(
        Stretch(
            at(1, 1) + hour * 10_000,
            at(1, 1) + hour * 10_000 + 3_600,
            2,
            tuple(
                FindingMark(check.name, f"{check.name}-x", list(Status)[(hour + place) % 5])
                for place, check in enumerate(checks)
            ),
            (),
        )
        for hour in range(3_000)
    )
    picture = pictured(HistoryAnswer("imone.lt", busy))
    assert len(picture.png) <= 100_000
    assert opened(picture).width <= 1600
    assert len(picture.alt_text) <= MOST_ALT_TEXT


@settings(max_examples=25, deadline=None)
@given(_RISING, st.data(), st.sampled_from(languages()))
def test_any_history_has_a_picture(moments: list[int], data: st.DataObject, language: str) -> None:
    stretches = tuple(
        Stretch(float(first), float(last), 2, (FindingMark("spf", "spf-x", data.draw(_STATUSES)),), ())
        for first, last in zip(moments[::2], moments[1::2], strict=False)
    )
    picture = history_picture(HistoryAnswer("imone.lt", stretches), language)
    statuses = {mark.status for stretch in stretches for mark in stretch.findings}
    if len(statuses) > 1 or not statuses <= {Status.OK, Status.NOTICE}:
        assert picture is not None
        assert opened(picture).height < 320
    else:
        assert picture is None


@given(st.integers(0, 4_000_000_000), st.integers(0, 5 * 365 * 86_400))
def test_an_axis_names_few_round_moments_within_it(first: int, length: int) -> None:
    shown = timeline(float(first), float(first + length), 100, 1100)
    named = ticks(shown)
    assert len(named) <= 10
    for tick in named:
        assert 100 <= shown.x(tick.moment) <= 1100
        moment = datetime.fromtimestamp(tick.moment, UTC)
        assert moment.microsecond == 0


def test_a_title_whose_facts_were_not_kept_is_said_without_them() -> None:
    """Older marks are codes alone: which provider the SPF record lacked, nobody knows any more."""
    marks = (
        FindingMark("spf", "spf-provider-missing", Status.WARNING),
        FindingMark("dmarc", "dmarc-missing", Status.ERROR),
    )
    text = plain(HistoryAnswer("imone.lt", (Stretch(at(11, 1), at(11, 2), 2, marks, ()),)), "lt")
    assert "! SPF įraše nėra pašto paslaugos" in text
    assert "DMARC įrašo nėra" in text
