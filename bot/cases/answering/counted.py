"""What an answer adds to the workspace's weekly statistics."""

from bot.cases.values.case import Case
from bot.cases.values.votes import Counted, CountedKind
from bot.codes.bounces.chief import chief


def counted(before: Case, after: Case) -> tuple[Counted, ...]:
    """The codes and causes that are new in the case. A follow-up about the same code or bounce is not counted again."""
    counts: list[Counted] = []
    if after.code and after.code != before.code:
        counts.append(Counted(CountedKind.CODE, after.code))
    if after.reading is not None and after.reading != before.reading and (diagnosis := chief(after.reading)):
        counts.append(Counted(CountedKind.CAUSE, diagnosis.cause))
        if code := " ".join(filter(None, (diagnosis.reply_code, diagnosis.status))):
            counts.append(Counted(CountedKind.CODE, code))
    return tuple(counts)
