"""The token at the end of a link: a report's id and the time, signed, so that neither can be forged."""

import hashlib
from collections.abc import Sequence

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

DAYS = 30
"""How long a link is valid."""
SECONDS = DAYS * 86_400


class Forged(Exception):  # noqa: N818  it is their doing, no fault of ours
    """The token was never signed by us, or with a key that is no longer known."""


class Expired(Exception):  # noqa: N818  as above
    """The token was signed too long ago."""


class Tokens:
    """`keys`: the first signs, all verify, so that a key can be changed while links are in use."""

    def __init__(self, keys: Sequence[str]) -> None:
        # itsdangerous signs with the last one.
        self._signer = TimestampSigner(
            [key.encode() for key in reversed(keys)],
            salt=b"mailbot.report",
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )

    def sign(self, id: str) -> str:
        """The id with the time and the signature, fit for a URL."""
        return self._signer.sign(id).decode()

    def read(self, token: str) -> str:
        """The id. Raises Forged or Expired."""
        try:
            return self._signer.unsign(token, max_age=SECONDS).decode()
        except SignatureExpired as error:
            raise Expired from error
        except (BadSignature, UnicodeError) as error:
            raise Forged from error
