"""Emoji, by Slack's short names and by character, as the page draws them."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tomli
from markupsafe import Markup, escape

_KEYS = {"glyph", "icon", "tone"}
_TONES = {"ok", "warn", "bad", "info", "mute"}
_VARIATION = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Emoji:
    name: str
    """Slack's short name, without colons."""
    glyph: str
    icon: str | None
    """A drawing of `templates/icons.html`; None shows the character."""
    tone: str | None

    def draw(self) -> Markup:
        """Its HTML."""
        label = escape(self.name.replace("_", " "))
        if self.icon is None:
            return Markup('<span class="emoji" role="img" aria-label="{}">{}</span>').format(label, self.glyph)
        tone = Markup(" tone-{}").format(self.tone) if self.tone else ""
        return Markup('<svg class="icon emoji{}" role="img" aria-label="{}"><use href="#i-{}"></use></svg>').format(
            tone, label, self.icon
        )


class EmojiError(ValueError):
    """The emoji file is not as it should be; the message names the entry."""


def read(text: str) -> tuple[Emoji, ...]:
    """The emoji of a TOML text as in `emoji.toml`; `EmojiError` names the entry that is wrong."""
    emojis = []
    for name, entry in tomli.loads(text).items():
        if not isinstance(entry, dict) or "glyph" not in entry or set(entry) - _KEYS:
            raise EmojiError(f"emoji.toml: [{name}] needs glyph, and may have icon and tone")
        if entry.get("tone", "ok") not in _TONES:
            raise EmojiError(f"emoji.toml: [{name}] has the tone {entry['tone']}, which is none of {sorted(_TONES)}")
        emojis.append(Emoji(name, entry["glyph"], entry.get("icon"), entry.get("tone")))
    return tuple(emojis)


@cache
def known() -> dict[str, Emoji]:
    """By name, and by character with and without its variation selector."""
    emoji = read((files(__package__) / "emoji.toml").read_text("utf-8"))
    table = {each.name: each for each in emoji}
    for each in emoji:
        table.setdefault(each.glyph, each)
        table.setdefault(each.glyph.removesuffix(_VARIATION), each)
    return table


@cache
def pattern() -> str:
    """A regular expression's text that matches `:name:` of any known emoji, or the character of a drawn one."""
    names = [re.escape(word) for word in known() if word.isascii()]
    glyphs = sorted((word for word, each in known().items() if not word.isascii() and each.icon), key=len, reverse=True)
    return rf":(?:{'|'.join(names)}):|(?:{'|'.join(map(re.escape, glyphs))}){_VARIATION}?"


def found(match: str) -> Markup:
    """The HTML of what `pattern` matched."""
    table = known()
    return (table.get(match) or table.get(match.removesuffix(_VARIATION)) or table[match.strip(":")]).draw()
