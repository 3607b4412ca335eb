"""What an answer is worked out with in Slack: the workspace's memory, where the question needs any."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cases.values.asked import Domains
from bot.cases.values.place import Place
from bot.cases.values.typed import By, Typed
from bot.slack.outbox.terms import Terms, TermsOf
from bot.storage.store import Store
from tests.cases.playing import desk_without_network


@pytest.fixture
async def terms(tmp_path: Path) -> AsyncIterator[Terms]:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", case_days=30)
    await store.open()
    await store.preferences.choose_provider("T1", "ovh")
    yield await TermsOf(desk_without_network(), store, "lt", None).at(Place("T1", "C1", "U1"))
    await store.close()


async def test_a_typed_code_needs_neither_history_nor_watches(terms: Terms) -> None:
    desk = terms.desk_for(Typed("451", By.SMTP))
    assert (desk.history, desk.watching) == (None, None)
    assert desk.supported_provider == "ovh"


async def test_every_other_question_may_need_them(terms: Terms) -> None:
    desk = terms.desk_for(Domains(("imone.example",)))
    assert desk.history is not None
    assert desk.watching is not None
    assert desk.supported_provider == "ovh"
