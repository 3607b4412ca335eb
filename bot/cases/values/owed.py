"""An answer that is owed: the question was accepted, the answer is not delivered yet."""

from dataclasses import dataclass, replace

from bot.cases.masking import mask, masked, masked_mail
from bot.cases.values.asked import (
    Answerable,
    Asked,
    Bounce,
    DeliveredMail,
    Domains,
    DroppedMail,
    Unread,
    Vote,
    WorkflowStep,
)
from bot.cases.values.case import Case
from bot.cases.values.place import Place
from bot.cases.values.typed import By, Refused, Typed
from bot.measures import is_short


@dataclass(frozen=True, slots=True)
class Owed:
    """What was asked, where, and in which case. Each of several questions is answered in a message of its own."""

    key: str
    """Slack's id of the event or the interaction that asks: whatever bears the same is the same request."""
    place: Place
    case: Case | None
    """None: it opens a case, in the language chosen for that place."""
    asked: tuple[Asked, ...]
    """Those not answered yet."""
    answered: int = 0
    """How many were."""
    begun: bool = True
    """False: its turn in the thread has not come; its case is read from the store when it comes."""

    @property
    def at_once(self) -> bool:
        """True if it is a single question that needs no lookup."""
        return len(self.asked) == 1 and isinstance(self.asked[0], Typed | Refused)

    @property
    def unasked(self) -> bool:
        """Whether nobody asked, so that there may be nothing to say."""
        return all(
            request.unasked
            if isinstance(request, DroppedMail)
            else isinstance(request, Unread) and request.way is By.UNASKED
            for request in self.asked
        )

    @property
    def unread(self) -> bool:
        """Whether it has a text that was not read yet, so it is not known what it asks."""
        return any(isinstance(request, Unread) for request in self.asked)

    @property
    def id(self) -> str:
        """The key together with the workspace: unique among all workspaces."""
        return f"{self.place.team}/{self.key}"

    @property
    def message_key(self) -> str:
        """Tells the next answer's message from every other one: in a channel that workspaces share, each may have been
        asked by the same message, and answers it."""
        return f"{self.id}:{self.answered}"

    def discreet(self) -> "Owed":
        """As it may be stored: the addresses of a bounce, of a typed text and of a long one not read yet masked."""
        return replace(self, asked=tuple(map(_discreet, self.asked)))

    def begin(self, case: Case, requests: tuple[Asked, ...]) -> "Owed":
        """Called when its turn has come: `case` is the thread's current case, `asked` what it asks, all read."""
        return replace(self, case=case, asked=requests, begun=True)

    def after_one(self, case: Case, thread_ts: str | None, *, replied: bool = False) -> "Owed":
        """What is left once the first was answered, in the thread that its answer opened or stands in. `replied`: for
        everybody to see."""
        active = self.place.active or (replied and self.place.thread_ts is not None)
        place = replace(self.place, thread_ts=thread_ts, message_ts=None, active=active)
        return replace(self, place=place, case=case, asked=self.asked[1:], answered=self.answered + 1)


def cost(request: Asked) -> int:
    """How many questions it counts for under the rate limits: one for each compared domain."""
    return len(request.domains) if isinstance(request, Domains) else 1


def _discreet(request: Asked) -> Asked:
    match request:
        case Bounce():
            return replace(request, reading=masked(request.reading))
        case DeliveredMail():
            return replace(request, reading=masked_mail(request.reading))
        case Typed():
            return replace(request, text=mask(request.text))
        case Unread() if not is_short(request.text):
            return replace(request, text=mask(request.text))
        case Refused():
            return replace(request, given=mask(request.given))
        case Vote():
            return replace(request, reason=mask(request.reason))
        case WorkflowStep():
            step = _discreet(request.step)
            assert isinstance(step, Answerable | Unread)  # it is what it was
            return replace(request, step=step)
    return request
