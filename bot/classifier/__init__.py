"""What learns: small linear models over words and letters, trained by `make train` on the project's own data files.

Two models share everything but their features' preparation: `bounces` gives causes of a server's reply, `questions`
gives intents of a follow-up question. Each answer is a list of guesses with calibrated probabilities. Reading a model
needs nothing but the standard library.
"""

from bot.classifier.bounces import score
from bot.classifier.model import Guess
from bot.classifier.questions import intents

__all__ = ["Guess", "intents", "score"]
