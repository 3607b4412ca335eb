"""What was most likely written where signs look alike: a capital I for an l in a name, an O for a zero in a code."""

import re

_NAME = re.compile(r"(?:[\w.+-]{1,64}@)?[\w|-]{1,63}(?:\.[\w|-]{1,63}){1,8}")
"""An address or a host."""
_TORN_NAME = re.compile(r"(?<=[a-z0-9])-\n(?=[a-z0-9-]{1,63}\.[a-z])")
"""A name that was broken at its hyphen."""
_CODE = re.compile(
    r"(?<![\w.])[245S][\dOolI]{2}(?=[ -]{1,2}[245S][.,])|(?<![\w.])[245S][.,][\dOolI]{1,2}[.,][\dOolI]{1,3}(?![\w.])"
)
"""A reply code before an enhanced one, and an enhanced one."""
_BRACKET = re.compile(r"[\[{(](\d{1,3}(?:\.\d{1,3}){3})[\]})]")
_DIGITS = str.maketrans("OolIS,", "00115.")


def mended(words: str) -> str:
    """The words with names, codes and addresses put right; all else as it was read."""
    text = _TORN_NAME.sub("-", words)
    text = _CODE.sub(lambda match: match[0].translate(_DIGITS), text)
    text = _BRACKET.sub(r"[\1]", text)
    return _NAME.sub(lambda match: _name(match[0]), text)


def _name(name: str) -> str:
    """Names are written small: a sign that looks like an l is one, if everything beside it is small."""
    other = name.replace("I", "").replace("|", "")
    small = other == other.lower() and any(letter.isalpha() for letter in other)
    return name.replace("I", "l").replace("|", "l") if small else name
