"""Does one check of one watch and posts its news in the channel; ends a channel's watches."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.subjects import about_domain
from bot.cases.answering.turns import turn
from bot.cases.over_time.changes import memory
from bot.cases.over_time.news import known, news
from bot.cases.over_time.schedule import next_due
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.watching import Ended, WatchesEndedAnswer, WatchNewsAnswer
from bot.cases.values.case import Case, Thread, Topic
from bot.cases.values.desk import Desk
from bot.cases.values.place import Place
from bot.cases.values.watch import Watch
from bot.domains.engine.check import last
from bot.domains.values import Report, Status
from bot.ops.metrics import Metrics
from bot.slack.blocks import message_of
from bot.slack.delivery.posting import ChannelPace, post_once, posted
from bot.slack.delivery.retries import gone
from bot.slack.outbox.answering import Answering
from bot.slack.wire.clients import ClientOf
from bot.storage.store import Store
from bot.storage.tables.outbox import Lost
from bot.work.chores import Duty

log = logging.getLogger(__name__)
_ENDED = {
    "is_archived": Ended.ARCHIVED,
    "channel_not_found": Ended.REMOVED,
    "not_in_channel": Ended.REMOVED,
    "account_inactive": Ended.REMOVED,
}
"""What Slack says of a channel where the bot may not post any more."""


class Watchman:
    """Does the checks of watches, for all workspaces."""

    def __init__(self, answering: Answering, client_of: ClientOf, metrics: Metrics) -> None:
        self._answering = answering
        self._store: Store = answering.store
        self._client_of = client_of
        self._metrics = metrics
        self._pace = ChannelPace(at_once=1)

    async def check(self, duty: Duty, *, again: bool) -> None:
        """See `bot.work.chores.Check`. Does nothing if the watch has ended or was checked already."""
        watch = await self._store.watches.get(duty.team, duty.channel, duty.domain)
        client = await self._client_of(duty.team)
        if watch is None or watch.due != duty.due or client is None:
            return
        before = await self._store.watches.seen(watch)
        if before is None:
            return
        desk = (await self._answering.terms(Place(watch.team, watch.channel, watch.user))).desk
        report = await self._look(watch, desk)
        news = await self._news(watch, before, report)
        if news is not None:  # from the cache perhaps, where a record may stand as it was minutes ago
            report = await self._look(watch, desk, fresh=True)
            news = await self._news(watch, before, report)
        try:
            if news is not None and not await self._tell(client, news, desk, again=again):
                return
        except Lost:
            log.info("another process checks it")
            return
        failures = watch.failures + 1 if _hardly_known(report) else 0
        due = next_due(watch, time.time(), failures)
        if await self._store.watches.checked(watch, known(before, report), report, due, failures):
            self._metrics.watched(news=news is not None)

    async def _look(self, watch: Watch, desk: Desk, *, fresh: bool = False) -> Report:
        """The whole report. Requests go first, and what the check keeps in the history goes there with its `due`."""
        options = about_domain.options(_case(watch), desk)
        reports = self._answering.desk.checker.check(watch.domain, options, fresh=fresh)
        async with self._answering.acknowledgements.work():
            return await last(watch.domain, reports)

    async def _news(self, watch: Watch, before: Report, report: Report) -> WatchNewsAnswer | None:
        return news(watch, before, report, await self._store.history.of(watch.team, watch.domain))

    async def _tell(self, client: AsyncWebClient, answer: WatchNewsAnswer, desk: Desk, *, again: bool) -> bool:
        """Posts the news, and opens their case. False where the channel's watches ended instead, or the bot is gone."""
        watch = answer.watch
        try:
            ts = await self._posted_before(client, watch) if again else None
            ts = ts or await self._post(client, answer, desk)
        except SlackApiError as error:
            reason = _ENDED.get(str(error.response.get("error")))
            if reason is None and gone(error):  # it is looked at again, should that have been a mistake of Slack's
                log.warning("the bot is no more in the workspace that watches a domain")
                return False
            if reason is None:
                raise
            await end_watches(self._store, client, watch.team, watch.channel, reason)
            return False
        worst = answer.worse[0].finding.check if answer.worse else None
        case = replace(_case(watch, answer.report), spoken_of=worst)
        await self._store.cases.keep(Thread(watch.team, watch.channel, ts), case, watch.user)
        return True

    async def _post(self, client: AsyncWebClient, answer: WatchNewsAnswer, desk: Desk) -> str:
        watch = answer.watch
        reply = turn(_case(watch, answer.report), answer, desk).reply
        message = message_of(reply, watch.language)
        async with self._pace.wait_in(watch.channel):
            return await post_once(
                client,
                _key(watch),
                channel=watch.channel,
                thread_ts=None,
                text=message.text,
                blocks=message.blocks,
                sure=partial(self._still_due, watch),
            )

    async def _still_due(self, watch: Watch) -> None:
        """Raises Lost where this check was done elsewhere, while this process stood still."""
        now = await self._store.watches.get(watch.team, watch.channel, watch.domain)
        if now is None or now.due != watch.due:
            raise Lost(_key(watch))

    async def _posted_before(self, client: AsyncWebClient, watch: Watch) -> str | None:
        return (await posted(client, watch.channel, None, since=watch.due)).get(_key(watch))


async def end_watches(store: Store, client: AsyncWebClient, team: str, channel: str, reason: Ended) -> None:
    """Ends all of a channel's watches, and tells those who asked for them, each of their own. Once only, whoever calls
    it how often."""
    ended = await store.watches.remove_channel(team, channel)
    for user, language in dict.fromkeys((watch.user, watch.language) for watch in ended):
        own = [watch for watch in ended if (watch.user, watch.language) == (user, language)]
        try:
            await _tell_of_the_end(client, own, reason)
        except SlackApiError as error:  # who left the workspace, or takes no messages, is not told
            log.warning("nobody could be told that watches ended: %s", error.response.get("error"))


async def _tell_of_the_end(client: AsyncWebClient, ended: Sequence[Watch], reason: Ended) -> None:
    first = ended[0]
    domains = tuple(watch.domain for watch in ended)
    message = message_of(Reply(WatchesEndedAnswer(first.channel, reason, domains)), first.language)
    key = f"ended/{first.team}/{first.channel}/{first.user}/{first.since}"
    await post_once(client, key, channel=first.user, thread_ts=None, text=message.text, blocks=message.blocks)


def _case(watch: Watch, report: Report | None = None) -> Case:
    """The case of the thread under the news."""
    last = memory(report) if report is not None else None
    return Case(watch.language, Topic.DOMAIN, domain=watch.domain, last_check=last)


def _key(watch: Watch) -> str:
    return f"watch/{watch.team}/{watch.channel}/{watch.domain}/{watch.due}"


def _hardly_known(report: Report) -> bool:
    """Whether most checks could determine nothing, as where a domain's name servers are gone."""
    checks = {finding.check for finding in report.findings}
    unknown = {finding.check for finding in report.findings if finding.status is Status.UNKNOWN}
    return 2 * len(unknown) > len(checks)
