"""DNS answers that processes share in Redis: a domain's, together, in one value, which its next check brings at once.

A question a round trip would cost more than to ask the name server; one round trip a check costs next to nothing.
Names, types and records of the public DNS are all that is there, for five minutes at most.
"""

import asyncio
import base64
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import dns.exception
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver.cache import LONGEST, Key
from bot.domains.validity import Validity
from bot.ops.breaker import Breaker, Unavailable

_PATIENCE = 0.1
"""Seconds that Redis may take; asking the DNS takes about as long."""
_FAULTS = (RedisError, ValidationError, dns.exception.DNSException, ValueError)
"""A stored value may not be an answer that we wrote."""


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    type: str
    checking_disabled: bool
    outcome: Outcome
    records: tuple[tuple[int, str], ...]
    """Types as numbers, and the data's wire form in base64."""
    aliases: tuple[str, ...]
    secure: bool
    until: float
    """Unix time, seconds."""
    signed: Validity | None = None


_as_json = TypeAdapter(tuple[_Kept, ...])


class SharedAnswers:
    """See `bot.domains.net.resolver.far.Far`. `url`: `redis://…`."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._breaker = Breaker("Redis, for DNS answers,", _PATIENCE, _FAULTS)
        self._leaving: set[asyncio.Task[None]] = set()

    async def bring(self, domain: str) -> Mapping[Key, Answer]:
        try:
            async with self._breaker.asking():
                held = await self._redis.get(_key(domain))
                return _answers(held) if held else {}
        except Unavailable:
            return {}

    def leave(self, domain: str, answers: Mapping[Key, Answer]) -> None:
        if answers and not self._breaker.open:
            task = asyncio.create_task(self._leave(domain, answers))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def close(self) -> None:
        await asyncio.gather(*self._leaving)
        await self._redis.aclose()

    async def _leave(self, domain: str, answers: Mapping[Key, Answer]) -> None:
        kept = _kept(answers)
        with suppress(Unavailable):
            async with self._breaker.asking():
                await self._redis.set(_key(domain), kept, ex=int(LONGEST))


def _key(domain: str) -> str:
    return f"mailbot/dns/{domain}"


def _kept(answers: Mapping[Key, Answer]) -> bytes:
    now = time.time()
    return _as_json.dump_json(
        tuple(
            _Kept(
                *key,
                answer.outcome,
                tuple(map(_wire, answer.records)),
                answer.aliases,
                answer.secure,
                now + answer.ttl,
                answer.signed,
            )
            for key, answer in answers.items()
        )
    )


def _wire(record: dns.rdata.Rdata) -> tuple[int, str]:
    return int(record.rdtype), base64.b64encode(record.to_wire() or b"").decode()


def _answers(held: bytes | str) -> Mapping[Key, Answer]:
    answers: dict[Key, Answer] = {}
    for kept in _as_json.validate_json(held):
        if (left := int(kept.until - time.time())) > 0:
            records = tuple(_record(*record) for record in kept.records)
            answer = Answer(
                kept.name, kept.type, kept.outcome, records, kept.aliases, kept.secure, left, signed=kept.signed
            )
            answers[kept.name, kept.type, kept.checking_disabled] = answer
    return answers


def _record(kind: int, data: str) -> dns.rdata.Rdata:
    wire = base64.b64decode(data)
    return dns.rdata.from_wire(dns.rdataclass.IN, dns.rdatatype.RdataType.make(kind), wire, 0, len(wire))
