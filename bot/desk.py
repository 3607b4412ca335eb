"""Puts together, from the settings, what answers are worked out with. Slack and the terminal share it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.cases.asking.read_here import ReaderHere
from bot.cases.asking.understand.counts import examples
from bot.cases.values.answers.typed import HelpAnswer
from bot.cases.values.desk import Desk
from bot.cases.values.reader import Reader
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.search import WordIndex
from bot.domains.engine.live import LiveChecker
from bot.domains.engine.registry import all_checks
from bot.domains.knowledge.resolvers import NamedResolver, public_resolvers
from bot.domains.net.https_fetcher import HttpsFetcher
from bot.domains.net.resolver import AT_ONCE, resolver_over
from bot.domains.net.resolver.servers import nameserver
from bot.domains.net.status_pages import SECONDS, StatusPages
from bot.languages import languages
from bot.ops.collector import tame_collector
from bot.replies.render import slack
from bot.replies.words.index import word_index
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.dns_answers import SharedAnswers


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """The desk, its resolvers open until this ends. It reads in this process, whatever that takes."""
    async with open_checker(settings) as checker:
        words = word_index()
        yield desk_with(checker, settings, words, ReaderHere(words))


def desk_with(checker: LiveChecker, settings: Settings, words: WordIndex, reader: Reader) -> Desk:
    """The desk over resolvers and a reader that the caller opened."""
    return Desk(
        checker,
        words,
        reader,
        languages(),
        supported_provider=settings.supported_provider,
        smtp_probe=settings.smtp_probe == "on",
    )


def warm(desk: Desk) -> None:
    """Loads now what the first question, and Slack's acknowledgements, would otherwise wait for: about a second."""
    examples()
    knowledge()
    all_checks()
    desk.words.find("spf")
    for language in desk.languages:
        slack(HelpAnswer(), language)
    tame_collector()


@asynccontextmanager
async def open_checker(settings: Settings, questions: int = AT_ONCE) -> AsyncIterator[LiveChecker]:
    """The live checker over the settings' resolvers; each has at most this many questions in flight."""
    far = _shared_answers(settings.redis_url) if settings.redis_url else None
    servers = [nameserver(text.strip()) for text in settings.dns_nameservers.split(",") if text.strip()]
    over, timeout = settings.dns_over or None, settings.dns_timeout
    world = resolver_over(servers, over=over, timeout=timeout, at_once=questions, far=far)
    sample = None
    if settings.sample_nameserver:
        own = [nameserver(settings.sample_nameserver)]
        sample = resolver_over(own, timeout=timeout, direct=False, at_once=questions, far=far)
    pages = None
    if settings.status_pages == "on":
        pages = StatusPages(HttpsFetcher(world.for_check, timeout=SECONDS))
    try:
        fetch = HttpsFetcher(world.for_check)
        yield LiveChecker(
            world, fetch, sample, spread_resolvers(settings), status_pages=pages, rpki=settings.rpki == "on"
        )
    finally:
        if pages is not None:
            await pages.close()
        await world.close()
        if sample is not None:
            await sample.close()
        if far is not None:
            await far.close()


def spread_resolvers(settings: Settings) -> tuple[NamedResolver, ...]:
    """Whom to ask beside our own resolver whether a change has spread: the data file's, then the setting's."""
    servers = [nameserver(text.strip()) for text in settings.spread_resolvers.split(",") if text.strip()]
    configured = (NamedResolver(server.host, server.host, server.port) for server in servers)
    return (*(public_resolvers() if settings.spread_public == "on" else ()), *configured)


def _shared_answers(redis_url: str) -> "SharedAnswers":
    from bot.storage.dns_answers import SharedAnswers  # noqa: PLC0415  # Redis' library loads slowly

    return SharedAnswers(redis_url)
