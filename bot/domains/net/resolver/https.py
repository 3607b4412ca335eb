"""DNS over HTTPS (RFC 8484)."""

import asyncio
from collections.abc import Callable

import aiohttp

from bot.domains.net.resolver.question import DnsQuestion, answers

MOST_BYTES = 65535


class Https:
    """A `Transport` over POST requests to one address such as `https://dns.example/dns-query`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    @property
    def may_lose(self) -> bool:
        return False

    async def exchange(
        self, question: DnsQuestion, body: bytes, seconds: float, again: Callable[[], None] | None = None
    ) -> bytes:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"accept": "application/dns-message"})
        # RFC 8484, 4.1: identifier 0, so that equal questions look equal to a cache
        message = b"\0\0" + body
        headers = {"content-type": "application/dns-message"}
        try:
            async with (
                asyncio.timeout(seconds),
                self._session.post(self._url, data=message, headers=headers, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise ConnectionError(f"HTTP {response.status}")
                wire = b""
                async for part in response.content.iter_any():
                    wire += part
                    if len(wire) > MOST_BYTES:
                        raise ConnectionError("the response is too long")
        except aiohttp.ClientError as error:
            raise ConnectionError(str(error)) from error
        if not answers(question, wire):
            raise ConnectionError("the response answers another question")
        return wire

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
