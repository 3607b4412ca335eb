"""What is wrong with the arguments, in the reader's language: argparse says it in English, and nothing of what to type.

Its sentences are read by pattern. One that no pattern knows is said in general: the usage stands above it.
"""

import re
from argparse import Action
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol


class Say(Protocol):
    """A phrase's key in, its words out."""

    def __call__(self, key: str, /, **values: object) -> str: ...


_KINDS = {
    "unknown": re.compile(r"unrecognized arguments: (?P<typed>.+)", re.DOTALL),
    "missing": re.compile(r"the following arguments are required: (?P<name>.+)"),
    "choice": re.compile(r"argument (?P<name>[^:]+): invalid choice: '(?P<typed>.*)' \(choose from .*\)", re.DOTALL),
    "value": re.compile(r"argument (?P<name>[^:]+): expected .+"),
    "wrong": re.compile(r"argument (?P<name>[^:]+): invalid \S+ value: '(?P<typed>.*)'", re.DOTALL),
    "together": re.compile(r"argument (?P<name>[^:]+): not allowed with argument (?P<other>.+)"),
    "one-of": re.compile(r"one of the arguments (?P<names>.+) is required"),
    "ambiguous": re.compile(r"ambiguous option: (?P<typed>\S+) could match (?P<names>.+)"),
}
_LONGEST = 60
"""Characters of what was typed; a whole mail may have been pasted."""


def complaint(message: str, actions: Sequence[Action], say: Say) -> str:
    """One sentence or two about argparse's `message`, with what to type instead where that is known."""
    for kind, pattern in _KINDS.items():
        if match := pattern.fullmatch(message):
            return _said(kind, match.groupdict(), actions, say)
    return say("usage.other")


def _said(kind: str, parts: dict[str, str], actions: Sequence[Action], say: Say) -> str:
    typed, action = _short(parts.get("typed", "")), _named(parts.get("name", ""), actions)
    name = _called(action) if action else parts.get("name", "")
    about = f"{name} – {action.help % vars(action)}" if action and action.help else name
    choices = [str(choice) for choice in (action.choices or ())] if action else []
    match kind:
        case "unknown":
            options = [option for each in actions for option in each.option_strings]
            return " ".join([say("usage.unknown", typed=typed), *_near(typed.split()[0], options, say)])
        case "choice":
            listed = say("usage.choices", choices=", ".join(choices))
            return " ".join([say("usage.unknown", typed=typed), *_near(typed, choices, say), listed])
        case "missing":
            return f"{say('usage.missing')} {about}"
        case "value":
            return "\n".join([say("usage.value", name=name), about])
        case "wrong":
            return "\n".join([say("usage.wrong", typed=typed, name=name), about])
        case "together":
            return say("usage.together", name=name, other=parts["other"])
        case "one-of":
            return say("usage.one-of", names=", ".join(parts["names"].split()))
        case _:
            return say("usage.ambiguous", typed=typed, names=parts["names"])


def _near(typed: str, known: Sequence[str], say: Say) -> list[str]:
    """What was perhaps meant."""
    near = get_close_matches(typed.partition("=")[0], known, n=1)
    return [say("usage.near", name=near[0])] if near else []


def _named(name: str, actions: Sequence[Action]) -> Action | None:
    """The argument that argparse calls so: by its options, its placeholder or its name."""
    first = name.partition(", ")[0]
    for action in actions:
        if name in ("/".join(action.option_strings), action.metavar, action.dest) or first in (
            *action.option_strings,
            action.dest,
            action.metavar,
        ):
            return action
    return None


def _called(action: Action) -> str:
    return action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
