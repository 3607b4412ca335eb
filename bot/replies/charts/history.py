"""A domain's history as a picture: one row for each check, coloured bands over time, and the same in words."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from babel import Locale
from babel.dates import format_datetime
from PIL import Image, ImageDraw, ImageFont

from bot.cases.over_time.periods import CheckHistory, Period, by_check
from bot.cases.values.answers.watching import HistoryAnswer
from bot.domains.values import Status
from bot.replies.charts.colours import EDGE, INKS, LINE, PAPER, QUIET, TEXT, cloth, font, known
from bot.replies.charts.timeline import DAY, Timeline, coarse, ticks, timeline
from bot.replies.clean import cut, shown
from bot.replies.engine import Engine, engine
from bot.replies.parse import parse, plain
from bot.replies.words.dates import day

WIDTH = 640
"""Pixels; a thread shows it at half of that, where its letters are still to be read."""
MOST_ALT_TEXT = 1000
"""Slack's limit (https://docs.slack.dev/reference/methods/files.getUploadURLExternal)."""
_MARGIN, _ROW, _BAND, _HEAD, _AXIS, _LEGEND = 20, 46, 32, 84, 44, 44
_NARROWEST = 7
"""Pixels of a period, however short it was."""
_MOST_BANDS = 120
"""In a row; more would not be seen apart."""
_MOST_TOLD = 6
"""A check's latest periods in the alternative text."""
_CLOSE = 2 * DAY
"""Seconds between two checks within which a state may be said to have lasted until the next one was seen."""


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    title: str
    alt_text: str
    """What it shows, for who cannot see it."""


def history_picture(answer: HistoryAnswer, language: str) -> Picture | None:
    """The picture in the reader's language, in some hundredths of a second; None where one check is all there was, and
    where nothing ever changed or was wrong."""
    if len(answer.stretches) == 1 and answer.stretches[0].times == 1:
        return None
    words, rows = engine(language), by_check(answer.stretches)
    eventful = tuple(row for row in rows if row.troubled or len(row.periods) > 1)
    if not eventful:
        return None
    first, last = answer.stretches[0].first, answer.stretches[-1].last
    name = shown(answer.domain)
    title = words.phrases.say("picture.title", domain=name if known(name) else answer.domain)
    image = _drawn(eventful, words, title, first, last)
    return Picture(_png(image), title, _alt_text(answer, rows, words))


def _drawn(rows: tuple[CheckHistory, ...], words: Engine, title: str, first: float, last: float) -> Image.Image:
    names = [_name(row.check, words) for row in rows]
    left = _MARGIN + round(max(font(22).getlength(name) for name in names)) + 20
    time = timeline(first, last, left, WIDTH - _MARGIN)
    bottom = _HEAD + _ROW * len(rows)
    legend = _legend_lines(words, {period.status for row in rows for period in row.periods})
    image = Image.new("RGB", (WIDTH, bottom + _AXIS + _LEGEND * len(legend)), PAPER)
    draw = ImageDraw.Draw(image)
    language = words.phrases.language
    draw.text((_MARGIN, 20), title, TEXT, _fitting(title))
    days = dict.fromkeys((day(language, first), day(language, last)))
    draw.text((_MARGIN, 54), " – ".join(days), QUIET, font(18))
    _axis(draw, time, bottom, words)
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        middle = _HEAD + _ROW * place + _ROW // 2
        draw.text((left - 20, middle), name, TEXT, font(22), anchor="rm")
        _row(image, draw, row, time, middle)
    for place, line in enumerate(legend):
        _legend(image, draw, bottom + _AXIS + _LEGEND * place + _LEGEND // 2, line)
    return image


def _fitting(title: str) -> ImageFont.FreeTypeFont:
    """As large as the width allows."""
    sizes = (size for size in range(28, 11, -2) if font(size, bold=True).getlength(title) <= WIDTH - 2 * _MARGIN)
    return font(next(sizes, 12), bold=True)


def _row(image: Image.Image, draw: ImageDraw.ImageDraw, row: CheckHistory, time: Timeline, middle: int) -> None:
    """A period's band; a thin one where nobody saw when it ended."""
    top = middle - _BAND // 2
    periods = row.periods if len(row.periods) <= _MOST_BANDS else coarse(row.periods, time, _MOST_BANDS)
    for period, following in zip(periods, (*periods[1:], None), strict=True):
        start, end = time.x(period.since), time.x(period.seen)
        if following is not None:
            until = time.x(following.since)
            close = following.since - period.seen <= _CLOSE or following.status is period.status
            if not close:
                _band(image, draw, period.status, start, until, middle - 3, 7)
            end = until if close else end
        end = max(end, min(start + _NARROWEST, time.right))
        start = min(start, end - _NARROWEST)
        _band(image, draw, period.status, start, end, top, _BAND)
        _sign(draw, period, start, end, middle)


def _band(
    image: Image.Image, draw: ImageDraw.ImageDraw, status: Status, start: int, end: int, top: int, height: int
) -> None:
    if end <= start:
        return
    piece = cloth(status, WIDTH, _BAND).crop((0, 0, end - start, height))
    image.paste(piece, (start, top))
    draw.rectangle((start, top, end - 1, top + height - 1), outline=EDGE)


def _sign(draw: ImageDraw.ImageDraw, period: Period, start: int, end: int, middle: int) -> None:
    """The status's sign, where there is room for it: on a white disc if it is trouble, a notice's on its plain tint."""
    sign, centre = INKS[period.status].sign, (start + end) // 2
    if sign and end - start >= _BAND - 4:
        trouble = period.status is not Status.NOTICE
        if trouble:
            draw.ellipse((centre - 12, middle - 12, centre + 12, middle + 12), fill=PAPER, outline=EDGE)
        draw.text((centre, middle), sign, TEXT, font(20, bold=trouble), anchor="mm")


def _axis(draw: ImageDraw.ImageDraw, time: Timeline, bottom: int, words: Engine) -> None:
    locale = Locale.parse(words.phrases.language)
    free = 0.0
    for tick in ticks(time):
        x, moment = time.x(tick.moment), datetime.fromtimestamp(tick.moment, UTC)
        label = format_datetime(moment, words.phrases.say(tick.pattern), locale=locale)
        half = font(18).getlength(label) / 2
        if x - half >= free and x + half <= WIDTH:
            draw.line((x, _HEAD, x, bottom + 6), fill=LINE, width=1)
            draw.text((x, bottom + 10), label, QUIET, font(18), anchor="ma")
            free = x + half + 12


_Entry = tuple[Status | None, str, int]
"""A status, or None for a time in which nobody checked; its name, and the place that both take."""


def _legend_lines(words: Engine, drawn: set[Status]) -> list[list[_Entry]]:
    """What the colours mean that were drawn, in as many lines as the width wants."""
    names = [(status, words.phrases.say(f"status.{status}")) for status in Status if status in drawn]
    lines: list[list[_Entry]] = [[]]
    for status, label in (*names, (None, words.phrases.say("picture.unseen"))):
        width = 54 + round(font(20).getlength(label)) + 24
        if sum(each[2] for each in lines[-1]) + width > WIDTH - _MARGIN:
            lines.append([])
        lines[-1].append((status, label, width))
    return lines


def _legend(image: Image.Image, draw: ImageDraw.ImageDraw, middle: int, line: list[_Entry]) -> None:
    x = _MARGIN
    for status, label, width in line:
        if status is None:
            _band(image, draw, Status.OK, x, x + 44, middle - 3, 7)
        else:
            _band(image, draw, status, x, x + 44, middle - _BAND // 2, _BAND)
            _sign(draw, Period("", status, "", 0, 0), x, x + 44, middle)
        draw.text((x + 54, middle), label, TEXT, font(20), anchor="lm")
        x += width


def _name(check: str, words: Engine) -> str:
    texts = words.texts.check(check)
    return plain(parse(f"<reply><p>{texts['name']}</p></reply>")[0].parts) if texts else check  # type: ignore[union-attr]


def _alt_text(answer: HistoryAnswer, rows: tuple[CheckHistory, ...], words: Engine) -> str:
    blocks = words.blocks("picture", answer=answer, rows=rows, most=_MOST_TOLD)
    text = " ".join(plain(block.parts) for block in blocks)  # type: ignore[union-attr]
    return cut(text, MOST_ALT_TEXT)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
