"""The reason that a notice of no known form gives: beside or below a label such as "Reason:", else what is left of its
words without greetings, advice and the quoted mail."""

import re
from collections.abc import Iterable, Sequence

from bot.codes.bounces.rules.knowledge import knowledge

MOST_LINES = 6
"""Lines that belong to one label."""
LONGEST_LABEL = 60
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]{1,30})>")
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^\Wa-z]|[<\"'(])")
_BULLET = " \t-*#|"


def untagged(text: str) -> str:
    """XML's elements as lines with labels: `<reason>no such domain</reason>` is `reason: no such domain`."""
    if "</" not in text:
        return text
    return _TAG.sub(lambda tag: "\n" if tag[1] else f"\n{tag[2]}: ", text)


def labelled(lines: Sequence[str]) -> str:
    """What stands behind and below labels that announce a reason; empty where there is none."""
    reasons: list[str] = []
    number = 0
    while number < len(lines):
        margin = _margin(lines[number])
        label, colon, rest = lines[number].strip(_BULLET).partition(":")
        number += 1
        if not _announces(label, bool(colon)):
            continue
        reason = [rest.strip()] if rest.strip() else []
        while number < len(lines) and len(reason) < MOST_LINES:
            line = lines[number]
            if reason and (not line.strip() or (_margin(line) <= margin and _is_label(line))):
                break
            if any(map(str.isalnum, line)):
                reason.append(line.strip())
            number += 1
        reasons.append(" ".join(reason))
    return "\n".join(filter(None, reasons))


def told(lines: Iterable[str]) -> str:
    """The sentences of a notice that may tell the reason: no greeting, no advice, nothing quoted; all of them where
    nothing would be left."""
    paragraphs = "\n".join("" if _is_aside(line.strip()) else line.strip() for line in lines).split("\n\n")
    sentences = [each for paragraph in paragraphs for each in sentences_of(" ".join(paragraph.split()))]
    kept = [each for each in sentences if not _is_furniture(each)]
    return "\n".join(kept or sentences)


def _is_aside(line: str) -> bool:
    """Quoted, or a greeting on a line of its own, which else would take the sentence below it along."""
    return line.startswith(">") or (line.endswith((",", "!")) and len(line) <= LONGEST_LABEL and _is_furniture(line))


def sentences_of(text: str) -> list[str]:
    """A text's sentences, its lines apart."""
    return [each for line in text.splitlines() for each in _SENTENCE.split(line) if each.strip()]


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _announces(label: str, colon: bool) -> bool:
    """Whether a line's beginning announces a reason, as an address does, too; without a colon it must be a cell of its
    own."""
    if not label or len(label) > (LONGEST_LABEL if colon else LONGEST_LABEL // 2):
        return False
    if "@" in label:
        return colon and " " not in label
    words = _LETTERS.findall(label.lower())
    labels = knowledge().labels
    return bool(words) and (not labels.isdisjoint(words) if colon else labels.issuperset(words))


def _is_label(line: str) -> bool:
    label, colon, _ = line.strip(_BULLET).partition(":")
    return bool(colon) and 0 < len(label) <= LONGEST_LABEL // 2 and len(label.split()) < 4 and label[:1].isalpha()


def _is_furniture(sentence: str) -> bool:
    words = _LETTERS.findall(sentence[:200].lower())
    beginnings = {" ".join(words[:count]) for count in range(1, 4)}
    return not words or not knowledge().furniture.isdisjoint(beginnings)
