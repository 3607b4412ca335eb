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
        sentences = re.split(r"(?<=[.;]) ", self.parts.step)
        plain = [message for message in sentences if not re.match(WORDS[self.language]["condition"], message)]
        return any(all(self.has(kind, sentence) for kind in kinds) for sentence in plain)


RULES: dict[str, Callable[[Said], bool]] = {
    "nothing has to change, beside a step that changes something": lambda answer: (
        answer.has("unchanged", answer.parts.again)
        and (answer.step("change") or answer.has("change", answer.parts.step))
    ),
    "the server tries again by itself, beside a step to change something and send again": lambda answer: (
        answer.parts.resend is Resend.AUTOMATIC and answer.step("change") and answer.has("again", answer.parts.step)
    ),
    "the server tries again by itself, beside the sender who has to change something": lambda answer: (
        answer.parts.resend is Resend.AUTOMATIC and answer.parts.actors[0] is Actor.SENDER and answer.step("change")
    ),
    "the server tries again by itself, beside a step to stop": lambda answer: (
        answer.parts.resend is Resend.AUTOMATIC and answer.step("stop")
    ),
    "the server tries again by itself, beside words that it has given up": lambda answer: (
        answer.parts.resend is Resend.AUTOMATIC and answer.has("given-up", answer.parts.means)
    ),
    "send by hand, beside a step that says that the server tries by itself": lambda answer: (
        answer.parts.resend in (Resend.LATER, Resend.AFTER_FIX, Resend.NO) and answer.step("retries")
    ),
    "do not send, beside a step to send again": lambda answer: (
        answer.parts.resend is Resend.NO and answer.step("again")
    ),
    "nobody or somebody": lambda answer: answer.has("nobody", answer.parts.who) and len(answer.parts.actors) > 1,
    "nobody acts, beside a step that changes something": lambda answer: (
        set(answer.parts.actors) == {Actor.NOBODY} and answer.step("change")
    ),
    "somebody acts, beside a step that is nothing": lambda answer: (
        Actor.NOBODY not in answer.parts.actors and answer.step("nothing")
    ),
    "A or B or C": lambda answer: len(re.findall(WORDS[answer.language]["or"], answer.parts.who)) > 1,
    "a record has to change, and nobody who keeps one acts": lambda answer: (
        answer.step("change", "records") and not KEEPERS & set(answer.parts.actors)
    ),
    "nothing to send, beside a step to send again": lambda answer: (
        answer.parts.resend is Resend.NOT_NEEDED and answer.step("again")
    ),
}


def contradictions(parts: Parts, language: str) -> Iterator[str]:
    """The names of the rules that an answer breaks."""
    answer = Said(parts, language)
    yield from (name for name, broken in RULES.items() if broken(answer))
