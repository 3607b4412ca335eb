"""What no answer may say beside what else it says: rules over an answer's parts, in both languages' words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.codes.values import Actor, Resend
from tests.replies.parts import Parts

WORDS = {
    "lt": {
        "change": r"(pa|iš)taisy|[Pp]akeisk|[Pp]ašalin|[Ss]umažink|atlaisvin|[Įį]junk|[Ii]šjunk|[Ii]štrink|"
        r"[Aa]tnaujink|[Ss]uskirstyk|[Ss]ukurk|[Ii]štrint|[Uu]žsifruok|[Pp]ublikuok",
        "again": r"siųskite (po to |\w+ )?(vėliau|iš naujo|dar kartą)|mėginkite (dar kartą|iš naujo|išsiųsti)",
        "retries": r"pats bando|bandys pats|pats bandys",
        "nothing": r"[Nn]ieko daryti nereikia",
        "unchanged": r"nieko nepakeitus",
        "stop": r"\b[Ss]ustokite",
        "given-up": r"nebebandoma",
        "condition": r"(?i)(Jei|Kai|Kol|`\d)",
        "records": r"SPF|DKIM|DMARC|DNS zonoje|MX įraš|PTR",
        "or": r" arba ",
        "nobody": r"\b[Nn]iekas\b",
    },
    "en": {
        "change": r"\b[Cc]orrect (?!address)|\b[Cc]hange\b|\b[Rr]emove|[Mm]ake (it|the attachments|room)|[Ff]ree |"
        r"[Ss]witch o|[Tt]urn o|[Dd]elete|[Ll]ower|[Rr]educe|[Uu]pdate|[Ss]plit|[Pp]ublish|enlarge",
        "again": r"[Ss]end (it )?(later|again)|[Tt]ry (it )?again",
        "retries": r"tries again by itself|keeps (re)?trying|retries|will retry",
        "nothing": r"[Nn]othing (to do|needs to be done)",
        "unchanged": r"get through unchanged|without (any )?changes?",
        "stop": r"\bStop\b",
        "given-up": r"ran out|given up",
        "condition": r"(?i)(If|When|Once|Until|`\d)",
        "records": r"SPF|DKIM|DMARC|DNS zone|MX record|PTR",
        "or": r" or ",
        "nobody": r"\b[Nn]obody\b",
    },
}
"""Patterns of what a sentence asks for or says."""
KEEPERS = {Actor.SENDER_ADMIN, Actor.RECIPIENT_ADMIN, Actor.HOST}
"""Those who can change a record or a server."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer's parts, with the language's words to look for."""

    parts: Parts
    language: str

    def has(self, kind: str, text: str) -> bool:
        return re.search(WORDS[self.language][kind], text) is not None

    def step(self, *kinds: str) -> bool:
        """Whether one sentence of the step says all of it, without a condition before it."""
        said = re.split(r"(?<=[.;]) ", self.parts.step)
        plain = [one for one in said if not re.match(WORDS[self.language]["condition"], one)]
        return any(all(self.has(kind, one) for kind in kinds) for one in plain)


RULES: dict[str, Callable[[Said], bool]] = {
    "nothing has to change, beside a step that changes something": lambda said: (
        said.has("unchanged", said.parts.again) and (said.step("change") or said.has("change", said.parts.step))
    ),
    "the server tries again by itself, beside a step to change something and send again": lambda said: (
        said.parts.resend is Resend.AUTOMATIC and said.step("change") and said.has("again", said.parts.step)
    ),
    "the server tries again by itself, beside the sender who has to change something": lambda said: (
        said.parts.resend is Resend.AUTOMATIC and said.parts.actors[0] is Actor.SENDER and said.step("change")
    ),
    "the server tries again by itself, beside a step to stop": lambda said: (
        said.parts.resend is Resend.AUTOMATIC and said.step("stop")
    ),
    "the server tries again by itself, beside words that it has given up": lambda said: (
        said.parts.resend is Resend.AUTOMATIC and said.has("given-up", said.parts.means)
    ),
    "send by hand, beside a step that says that the server tries by itself": lambda said: (
        said.parts.resend in (Resend.LATER, Resend.AFTER_FIX, Resend.NO) and said.step("retries")
    ),
    "do not send, beside a step to send again": lambda said: said.parts.resend is Resend.NO and said.step("again"),
    "nobody or somebody": lambda said: said.has("nobody", said.parts.who) and len(said.parts.actors) > 1,
    "nobody acts, beside a step that changes something": lambda said: (
        set(said.parts.actors) == {Actor.NOBODY} and said.step("change")
    ),
    "somebody acts, beside a step that is nothing": lambda said: (
        Actor.NOBODY not in said.parts.actors and said.step("nothing")
    ),
    "A or B or C": lambda said: len(re.findall(WORDS[said.language]["or"], said.parts.who)) > 1,
    "a record has to change, and nobody who keeps one acts": lambda said: (
        said.step("change", "records") and not KEEPERS & set(said.parts.actors)
    ),
    "nothing to send, beside a step to send again": lambda said: (
        said.parts.resend is Resend.NOT_NEEDED and said.step("again")
    ),
}


def contradictions(parts: Parts, language: str) -> Iterator[str]:
    """The names of the rules that an answer breaks."""
    said = Said(parts, language)
    yield from (name for name, broken in RULES.items() if broken(said))
