"""The ways in which people copy a mail's header, and what copying does to it."""

import re
from collections.abc import Callable

SHOWN_BY_GMAIL = """Original Message

Message ID\t<x@imone.example>
Created at:\tTue, Nov 24, 2026 at 12:02 PM (Delivered after 3 seconds)
From:\tOna <ona@nepriklauso.example>
To:\tpirkejas@gmail.com
Subject:\tSveiki
SPF:\tPASS with IP 198.51.100.30 Learn more
DKIM:\t'PASS' with domain nepriklauso.example Learn more
DMARC:\t'PASS' Learn more


Download Original\tCopy to clipboard


"""


def _wrapped(head: str) -> str:
    """Lines cut at 76 characters by a program that knows nothing of folding."""
    lines = []
    for line in head.split("\n"):
        rest = line
        while len(rest) > 76:
            cut = rest.rfind(" ", 1, 76)
            cut = cut if cut > 1 else 76
            lines.append(rest[:cut])
            rest = rest[cut:].lstrip(" ")
        lines.append(rest)
    return "\n".join(lines)


COPIES: dict[str, Callable[[str, str], str]] = {
    "the header alone": lambda head, _: head,
    "blank lines before": lambda head, body: f"\n\n \n{head}\n\n{body}",
    "CRLF": lambda head, body: f"{head}\n\n{body}".replace("\n", "\r\n"),
    "indents lost": lambda head, body: re.sub(r"\n[ \t]+", "\n", head) + f"\n\n{body}",
    "all in one line": lambda head, _: re.sub(r"\n[ \t]*", " ", head),
    "every line break doubled": lambda head, body: f"{head}\n\n{body}".replace("\n", "\n\n"),
    "cut at 76 characters": lambda head, body: f"{_wrapped(head)}\n\n{body}",
    "Gmail's Show original": lambda head, body: f"{SHOWN_BY_GMAIL}{head}\n\n{body}",
    "somebody's words before": lambda head, body: f"Sveiki, kodėl šis laiškas šlamšte?\n\n{head}\n\n{body}",
    "quoted": lambda head, body: "\n".join(f"> {line}" for line in f"{head}\n\n{body}".split("\n")),
}
