"""Any answer as a JSON object; see `bot.replies.objects`."""

from bot.cases.values.answers.kinds import AnyAnswer, BounceAnswer, ComparisonAnswer, DomainAnswer
from bot.cases.values.answers.refusals import RefusalAnswer
from bot.cases.values.answers.typed import CodeAnswer, CodeListAnswer
from bot.cases.values.answers.watching import SpreadAnswer
from bot.replies.documents import template_of
from bot.replies.objects.codes import code, codes
from bot.replies.objects.speech import JsonObject
from bot.replies.render import plain


def answer_object(answer: AnyAnswer, language: str) -> JsonObject:
    """The answer by its kind. One that has no fields of its own has its text."""
    match answer:
        case CodeAnswer(explanation):
            return code(explanation, language)
        case CodeListAnswer(asked=typed, entries=entries):
            return codes(typed, entries, language)
        case BounceAnswer() | DomainAnswer() | ComparisonAnswer() | SpreadAnswer():
            return _looked_into(answer, language)
        case RefusalAnswer(reason, part):
            return {"kind": "refusal", "reason": str(reason), "given": part, "words": _text(answer, language)}
        case _:
            return {"kind": template_of(type(answer).__name__), "words": _text(answer, language)}


def _looked_into(answer: BounceAnswer | DomainAnswer | ComparisonAnswer | SpreadAnswer, language: str) -> JsonObject:
    from bot.replies.objects.bounces import bounce  # noqa: PLC0415  they bring the checks, which load slowly
    from bot.replies.objects.reports import report  # noqa: PLC0415
    from bot.replies.objects.spread import spread  # noqa: PLC0415

    match answer:
        case BounceAnswer(reading=reading, diagnosis=diagnosis, investigation=investigation):
            return bounce(reading.kind, diagnosis, language, more=reading.more, investigation=investigation)
        case DomainAnswer(report=checked):
            return report(checked, language)
        case ComparisonAnswer(reports=reports):
            return {"kind": "comparison", "reports": [report(each, language) for each in reports]}
        case SpreadAnswer(spread=seen):
            return spread(seen, _text(answer, language))


def _text(answer: AnyAnswer, language: str) -> JsonObject:
    return {"language": language, "text": plain(answer, language)}
