"""Signed HTTP: commands as forms, interactions as a form's `payload`, events as JSON."""

import json
import time
from urllib.parse import urlencode

import aiohttp

from bot.workspace.delivery.signing import signed
from bot.workspace.delivery.transport import PATIENCE, AppReply, Attempt, EnvelopeType
from bot.workspace.values import Json

FORM = "application/x-www-form-urlencoded"


class OverHttp:
    """One request URL for everything, as Bolt serves it."""

    name = "http"

    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self._secret = signing_secret
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def verify(self) -> bool:
        """Slack's `url_verification`: whether the URL answers with the challenge."""
        payload: Json = {"type": "url_verification", "token": "", "challenge": "3eZbrw1aB"}  # nosec B105
        reply = await self.send(Attempt(EnvelopeType.EVENT, payload), PATIENCE)
        return reply.status == 200 and (reply.answer or {}).get("challenge") == payload["challenge"]

    async def send(self, attempt: Attempt, patience: float) -> AppReply:
        body, kind = _body(attempt)
        headers = {"Content-Type": kind, **signed(self._secret, int(time.time()), body)}
        if attempt.retry:
            headers |= {"X-Slack-Retry-Num": str(attempt.retry), "X-Slack-Retry-Reason": attempt.reason}
        timeout = aiohttp.ClientTimeout(total=patience)
        try:
            async with self._session.post(self.url, data=body.encode(), headers=headers, timeout=timeout) as response:
                final = response.headers.get("X-Slack-No-Retry") == "1"
                answer = _answer(await response.text())
                reason = "" if response.ok else "http_error"
                return AppReply(response.status, answer, reason, final)
        except TimeoutError:
            return AppReply(0, reason="http_timeout")
        except aiohttp.ClientError:
            return AppReply(0, reason="connection_failed")

    async def close(self) -> None:
        await self._session.close()


def _body(attempt: Attempt) -> tuple[str, str]:
    match attempt.what:
        case EnvelopeType.COMMAND:
            return urlencode(attempt.payload), FORM
        case EnvelopeType.INTERACTION:
            return urlencode({"payload": json.dumps(attempt.payload)}), FORM
        case EnvelopeType.EVENT:
            return json.dumps(attempt.payload), "application/json"


def _answer(text: str) -> Json | None:
    """A body that is no JSON object is a message's text."""
    if not text:
        return None
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError:
        return {"text": text}
    return parsed if isinstance(parsed, dict) else {"text": text}
