"""Which of a bounce's diagnoses to speak of first."""

from bot.codes.values import BounceReading, Diagnosis


def chief(reading: BounceReading) -> Diagnosis | None:
    """The diagnosis spoken of first: the first that says a cause, else the first."""
    telling = (diagnosis for diagnosis in reading.diagnoses if diagnosis.cause not in ("undefined", "onhold"))
    return next(telling, reading.diagnoses[0] if reading.diagnoses else None)
