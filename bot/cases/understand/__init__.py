"""Follow-up questions: a sentence in, what it asks out. No language model: vocabulary as data, sums, thresholds."""

from bot.cases.understand.context import Context
from bot.cases.understand.language import guess_language
from bot.cases.understand.sentences import decisions, understand

__all__ = ["Context", "decisions", "guess_language", "understand"]
