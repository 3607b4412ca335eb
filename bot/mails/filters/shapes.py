"""The ways in which filters write a verdict, a score and their reasons into a field: each a function of its value."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.mails.values import Sign

MOST_SIGNS = 120
"""Of one field."""
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,6})?")
_STATUS = re.compile(r"\s{0,4}\"?(yes|no|true|false|spam|not spam|ham|clean)\b", re.IGNORECASE)
_SCORE = re.compile(
    r"\b(?:score|hits|spamscore|rspamd score)\s{0,2}[=:]\s{0,2}([+-]?\d{1,6}(?:\.\d{1,6})?)", re.IGNORECASE
)
_REQUIRED = re.compile(
    r"\b(?:required|required_score|tag_level|tag2_level)\s{0,2}[=: ]\s{0,2}([+-]?\d{1,6}(?:\.\d{1,6})?)", re.IGNORECASE
)
_TESTS = re.compile(r"\btests\s{0,2}=\s{0,2}\[?([^\]]{0,8000})", re.IGNORECASE)
_TEST = re.compile(r"\b([A-Z][A-Z0-9_]{2,60})\b(?:\s{0,3}[= (]\s{0,3}([+-]?\d{1,4}(?:\.\d{1,4})?))?")
_ROW = re.compile(
    r"^[ \t*]{0,6}([+-]?\d{1,4}(?:\.\d{1,4})?)[ \t]{1,6}([A-Z][A-Z0-9_]{2,60})[ \t]{0,40}([^\n]{0,200})", re.MULTILINE
)
_ROW_IN_LINE = re.compile(r"(?:^|\s)\*?\s?([+-]?\d{1,3}\.\d{1,4})\s{1,6}([A-Z][A-Z0-9]*_[A-Z0-9_]{1,60})\b")
_SYMBOL = re.compile(r"\b([A-Z][A-Z0-9_]{2,80})\s{0,2}\(([+-]?\d{1,4}(?:\.\d{1,4})?)\)(?:\[([^\]]{0,300})\])?")
_ACTION = re.compile(
    r"\s{0,4}[\w.-]{1,60}:\s{0,2}(True|False)\s{0,2}\[\s{0,2}([+-]?\d{1,5}(?:\.\d{1,4})?)\s{0,2}/\s{0,2}([+-]?\d{1,5}(?:\.\d{1,4})?)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"([A-Za-z][A-Za-z0-9_. -]{0,50}?)\s{0,2}[:=]\s{0,2}([^;,\s]{0,200})")


@dataclass(frozen=True, slots=True)
class Told:
    """What one field says."""

    flagged: bool | None = None
    """Whether it says itself that the mail is spam."""
    score: float | None = None
    threshold: float | None = None
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A field, as a shape reads it."""

    name: str
    """As the filter spells it."""
    value: str
    raw: str
    """With its line breaks."""


def status(field: Written) -> Told:
    """SpamAssassin: `Yes, score=6.9 required=5.0 tests=[BAYES_99=3.5, HTML_MESSAGE=0.001]`."""
    value = field.value[:16000]
    flag, score, required, tests = (pattern.search(value) for pattern in (_STATUS, _SCORE, _REQUIRED, _TESTS))
    text = re.split(r"\bautolearn|\bversion=", tests[1])[0] if tests else ""
    signs = tuple(Sign(name, _float(points)) for name, points in _TEST.findall(text)[:MOST_SIGNS])
    return Told(_flag(flag[1]) if flag else None, _value(score), _value(required), signs)


def report(field: Written) -> Told:
    """SpamAssassin's table: points, name of the rule, description; in lines, or run together into one."""
    raw = field.raw[:32000]
    rows = _ROW.findall(raw)
    if not rows:
        rows = [(points, name, "") for points, name in _ROW_IN_LINE.findall(field.value[:32000])]
    signs = tuple(Sign(name, _float(points), text.strip()) for points, name, text in rows[:MOST_SIGNS])
    match = re.search(r"\(([+-]?\d{1,4}\.\d{1,4}) points, (\d{1,4}(?:\.\d{1,4})?) required", raw)
    return Told(None, float(match[1]) if match else None, float(match[2]) if match else None, signs)


def hits(field: Written) -> Told:
    """Fastmail and MailScanner: `BAYES_99 3.5, HTML_MESSAGE 0.001`."""
    value = field.value[:16000]
    flag, score, required = (pattern.search(value) for pattern in (_STATUS, _SCORE, _REQUIRED))
    signs = tuple(Sign(name, _float(points)) for name, points in _TEST.findall(value)[:MOST_SIGNS] if points)
    return Told(_flag(flag[1]) if flag else None, _value(score), _value(required), signs)


def symbols(field: Written) -> Told:
    """Rspamd: `default: True [15.10 / 15.00]; BAYES_SPAM(5.10)[99.99%]; ...`."""
    value = field.value[:32000]
    head = _ACTION.match(value)
    signs = [Sign(name, float(points), options) for name, points, options in _SYMBOL.findall(value)[:MOST_SIGNS]]
    if head is None:
        return Told(signs=tuple(signs))
    return Told(True if head[1].lower() == "true" else None, float(head[2]), float(head[3]), tuple(signs))


def pairs(field: Written) -> Told:
    """Microsoft: `CIP:203.0.113.7;SCL:5;SFV:SPM;CAT:SPM`. Each pair is a sign as written."""
    parts = (part.strip() for part in field.value[:8000].split(";"))
    signs = (Sign(part) for part in parts if ":" in part and not part.endswith(":"))
    return Told(signs=tuple(signs)[:MOST_SIGNS])


def assignments(field: Written) -> Told:
    """Proofpoint, Mimecast, OVH: `rule=spam score=100`, `Similar Internal Domain=true;...`, `vr: SPAM; spf: off`."""
    value = field.value[:8000]
    if ";" in value:
        parts = [part.strip() for part in value.split(";")]
    else:
        parts = [f"{name.strip()}={text}" for name, text in _PAIR.findall(value)]
    named = [each for each in parts if "=" in each or ":" in each][:MOST_SIGNS]
    score = next((_float(each.partition("=")[2]) for each in named if each.startswith("score=")), None)
    return Told(None, score, None, tuple(Sign(each) for each in named))


def score(field: Written) -> Told:
    """A number: `6.94`, `2`, `12.3 (++++++++++++)`."""
    match = _NUMBER.search(field.value[:200])
    return Told(score=float(match[0])) if match else Told()


def word(field: Written) -> Told:
    """One word or phrase, which is a sign with the field's name: `X-Spam-Flag:YES`."""
    text = field.value[:200].strip()
    return Told(signs=(Sign(f"{field.name}:{text}"),)) if text else Told()


def presence(field: Written) -> Told:
    """A field that says all by being there."""
    return Told(signs=(Sign(field.name, None, field.value[:200]),))


SHAPES: dict[str, Callable[[Written], Told]] = {
    shape.__name__: shape for shape in (status, report, hits, symbols, pairs, assignments, score, word, presence)
}


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _value(match: re.Match[str] | None) -> float | None:
    return float(match[1]) if match else None


def _flag(text: str) -> bool:
    return text.lower() in {"yes", "true", "spam"}


def numbers(name: str) -> Iterator[float]:
    """The number that a sign's value is, such as 8 of `BCL:8`."""
    value = _float(name.replace("=", ":").rpartition(":")[2])
    if value is not None:
        yield value
