"""Follow-up questions: a sentence in, what it asks out. No language model: vocabulary as data, sums, thresholds."""

from bot.cases.asking.understand.corrections import question_words
from bot.cases.asking.understand.evidence import Context
from bot.cases.asking.understand.language import guess_language
from bot.cases.asking.understand.sentences import decisions, domain_named, understand

__all__ = ["Context", "decisions", "domain_named", "guess_language", "question_words", "understand"]
