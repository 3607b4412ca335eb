"""The `state` of an installation by OAuth: signed, and kept by nobody but the browser that it began in.

Whoever asks for the page gets one, so a row for each in the database would let a stranger fill it. The browser keeps
it in a cookie that goes when the installation is done; Slack's `code`, that comes with it, is good once.
https://docs.slack.dev/authentication/installing-with-oauth
"""

import hashlib
import logging
import secrets
from collections.abc import Sequence

from itsdangerous import BadSignature, TimestampSigner
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

SECONDS = 600
"""How long an installation may take, from the button to Slack's answer."""


class SignedStates(AsyncOAuthStateStore):
    """`keys`: the first signs, all verify."""

    def __init__(self, keys: Sequence[str], logger: logging.Logger) -> None:
        self._logger = logger
        # itsdangerous signs with the last one.
        self._signer = TimestampSigner(
            [key.encode() for key in reversed(keys)],
            salt=b"mailbot.install",
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )

    @property
    def logger(self) -> logging.Logger:
        return self._logger

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        return self._signer.sign(secrets.token_urlsafe(24)).decode()

    async def async_consume(self, state: str) -> bool:
        """Whether we signed it, not too long ago."""
        try:
            self._signer.unsign(state, max_age=SECONDS)
        except (BadSignature, UnicodeError):
            return False
        return True
