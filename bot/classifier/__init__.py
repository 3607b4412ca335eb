"""The classifier: a small linear model over words and letters, trained by `make train` on the project's own data files.

It gives the likely causes of a server's reply with calibrated probabilities. Reading the model needs nothing but the
standard library.
"""

from bot.classifier.bounces import score

__all__ = ["score"]
