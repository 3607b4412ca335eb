"""The period in which a signature or a certificate is valid, and whether its renewal is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Validity:
    """Both in UTC."""

    since: datetime
    until: datetime

    def ending(self, now: datetime, within: timedelta, part: float) -> bool:
        """Whether it ends `within` this time and only the last `part` of its life is left; False once it has ended.

        Both, because what is made for a few days only, and anew well before, is never far from its end.
        """
        left = self.until - now
        return timedelta(0) <= left < min(within, (self.until - self.since) * part)
