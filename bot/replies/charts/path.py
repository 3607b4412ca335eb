"""A mail's path as a picture: one row for each server, with a bar from the time it was sent on until it arrived
there."""

from datetime import UTC, datetime
from io import BytesIO

from babel import Locale
from babel.dates import format_datetime
from PIL import Image, ImageDraw

from bot.cases.values.answers.mails import MailAnswer
from bot.domains.values import Status
from bot.mails.values import Hop
from bot.replies.charts.colours import EDGE, LINE, PAPER, QUIET, TEXT, cloth, font, known
from bot.replies.charts.history import MOST_ALT_TEXT, WIDTH, Picture
from bot.replies.charts.timeline import Timeline, ticks, timeline
from bot.replies.clean import cut
from bot.replies.engine import Engine, engine
from bot.replies.parse import plain

_MARGIN, _ROW, _BAR, _HEAD, _AXIS = 28, 46, 28, 70, 52
_NARROWEST = 6
"""Pixels of a bar, however short the wait was."""
_MOST_HOPS = 12
_LONGEST_NAME = 40


def path_picture(answer: MailAnswer, language: str) -> Picture | None:
    """The picture in the reader's language; None where nothing waited, so that it would show nothing."""
    reading = answer.reading
    hops = tuple(hop for hop in reading.hops if hop.at is not None)[:_MOST_HOPS]
    if answer.checking or not answer.shows("whole", "path") or reading.slowest is None or len(hops) < 2:
        return None
    words = engine(language)
    title = words.phrases.say("delivered.picture")
    out = BytesIO()
    _drawn(hops, reading.hops[reading.slowest], words, title).save(out, "PNG")
    blocks = words.blocks("mail-path", hops=hops)
    alt_text = " ".join(plain(block.parts) for block in blocks)  # type: ignore[union-attr]
    return Picture(out.getvalue(), title, cut(alt_text, MOST_ALT_TEXT))


def _drawn(hops: tuple[Hop, ...], slowest: Hop, words: Engine, title: str) -> Image.Image:
    names = [_name(hop) for hop in hops]
    left = _MARGIN + round(max(font(20).getlength(name) for name in names)) + 20
    times = [hop.at.timestamp() for hop in hops if hop.at is not None]
    time = timeline(min(times), max(times), left, WIDTH - _MARGIN)
    bottom = _HEAD + _ROW * len(hops)
    image = Image.new("RGB", (WIDTH, bottom + _AXIS), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((_MARGIN, 20), title, TEXT, font(26, bold=True))
    _axis(draw, time, bottom, words)
    before = times[0]
    for place, (hop, name, moment) in enumerate(zip(hops, names, times, strict=True)):
        middle = _HEAD + _ROW * place + _ROW // 2
        draw.text((left - 20, middle), name, TEXT, font(20), anchor="rm")
        start, end = sorted((time.x(before), time.x(moment)))
        start = min(start, time.right - _NARROWEST)
        status = Status.WARNING if hop is slowest else Status.OK
        _bar(image, draw, status, start, max(end, start + _NARROWEST), middle - _BAR // 2)
        before = moment
    return image


def _bar(image: Image.Image, draw: ImageDraw.ImageDraw, status: Status, start: int, end: int, top: int) -> None:
    image.paste(cloth(status, WIDTH, _BAR).crop((0, 0, end - start, _BAR)), (start, top))
    draw.rectangle((start, top, end - 1, top + _BAR - 1), outline=EDGE)


def _axis(draw: ImageDraw.ImageDraw, time: Timeline, bottom: int, words: Engine) -> None:
    locale = Locale.parse(words.phrases.language)
    free = 0.0
    for tick in ticks(time):
        x = time.x(tick.moment)
        label = format_datetime(
            datetime.fromtimestamp(tick.moment, UTC), words.phrases.say(tick.pattern), locale=locale
        )
        half = font(18).getlength(label) / 2
        if x - half >= free and x + half <= WIDTH:
            draw.line((x, _HEAD, x, bottom + 6), fill=LINE, width=1)
            draw.text((x, bottom + 10), label, QUIET, font(18), anchor="ma")
            free = x + half + 12


def _name(hop: Hop) -> str:
    name = cut(hop.by_host or "–", _LONGEST_NAME)
    return name if known(name.replace("…", "")) else "–"
