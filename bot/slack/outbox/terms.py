"""The choices that bear on an answer (language, mail service), looked up; and what Slack tells of people who chose
nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.cases.asking.answer_language import answer_language
from bot.cases.values.asked import Asked
from bot.cases.values.choices import Chosen
from bot.cases.values.desk import Desk
from bot.cases.values.place import Place
from bot.cases.values.report_links import ReportLinks
from bot.cases.values.typed import Typed
from bot.slack.wire.people import People, Person
from bot.storage.database import FAULTS
from bot.storage.remembering import remembering
from bot.storage.store import Store

log = logging.getLogger(__name__)

LinksOf = Callable[[str], ReportLinks]
"""Report links by a workspace's id."""
LanguageOf = Callable[[str], str | None]
"""The language of a person's Slack, by the person's id; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What people chose, and what that makes of an answer."""

    chosen: Chosen
    default_language: str
    """The language of the asker's Slack, if it is known; else the setting's."""
    _desk: Desk
    """With the workspace's own mail service."""
    _with_memory: Callable[[Desk], Desk]

    @property
    def desk(self) -> Desk:
        """With the workspace's own mail service, its history, watches and links."""
        return self._with_memory(self._desk)

    def desk_for(self, request: Asked) -> Desk:
        """What the question is answered with: a typed code needs no history and no watches."""
        return self._desk if isinstance(request, Typed) else self.desk

    def language(self, *, word: str | None = None, question: str = "") -> str:
        """The language of a case that begins: see `answer_language`."""
        return answer_language(self.chosen, self.default_language, word=word, question=question)


class TermsOf:
    """Looks terms up. `links_of`: None where the bot has no public address; `people`: None where nobody is to be asked
    about; `admins_only`: only administrators choose what holds for a workspace."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        default_language: str,
        links_of: LinksOf | None,
        language_of: LanguageOf | None = None,
        people: People | None = None,
        *,
        admins_only: bool = False,
    ) -> None:
        self._desk = desk
        self._store = store
        self._default_language = default_language
        self._links_of = links_of
        self._language_of = language_of
        self._people = people
        self._admins_only = admins_only

    async def at(self, place: Place) -> Terms:
        """What was chosen for this place. A database that fails costs an answer its language, not the answer."""
        chosen = await self._chosen(place)
        desk = replace(self._desk, supported_provider=chosen.provider) if chosen.provider else self._desk
        own = self._language_of(place.user) if self._language_of else None
        if own is None and not (chosen.user or chosen.channel or chosen.workspace):
            person = await self._person(place)
            own = person.language if person else None
        return Terms(chosen, own or self._default_language, desk, partial(self._with_memory, place))

    async def asker(self, place: Place) -> str | None:
        """Who asked, for a channel that does not see it: it was a command or a window, not a message. A mention, which
        may notify, only where the name is not known."""
        if place.thread_ts is not None or place.direct:
            return None
        person = await self._person(place)
        return person.name if person and person.name else f"<@{place.user}>"

    async def may_choose_for_all(self, place: Place) -> bool:
        """Whether they may choose what holds for the whole workspace. Who cannot be told may not."""
        if not self._admins_only:
            return True
        person = await self._person(place)
        return person is not None and person.admin

    async def _person(self, place: Place) -> Person | None:
        return await self._people.person(place.team, place.user) if self._people and place.user else None

    def _with_memory(self, place: Place, desk: Desk) -> Desk:
        links = self._links_of(place.team) if self._links_of else None
        return replace(remembering(desk, self._store, place), links=links)

    async def _chosen(self, place: Place) -> Chosen:
        try:
            return await self._store.preferences.chosen(place.team, user=place.user, channel=place.channel)
        except FAULTS:
            log.exception("the choices could not be read")
            return Chosen(unasked=False)
