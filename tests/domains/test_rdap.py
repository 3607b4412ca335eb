"""RDAP: until when a domain is registered, and what holds it back."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.net.fetch import Fetched, Page
from bot.domains.net.rdap import Registration, read, registration, servers

ANSWER = {
    "objectClassName": "domain",
    "ldhName": "IMONE.LT",
    "status": ["client hold", "pending delete", "active"],
    "events": [
        {"eventAction": "registration", "eventDate": "2011-01-02T00:00:00Z"},
        {"eventAction": "expiration", "eventDate": "2026-12-24T10:00:00Z"},
    ],
}


def fetcher(page: Page) -> tuple[list[str], object]:
    urls: list[str] = []

    async def fetch(url: str, *, limit: int = 65536) -> Page:
        urls.append(url)
        return page

    return urls, fetch


async def test_the_registrys_own_server_is_asked_about_the_registered_domain() -> None:
    urls, fetch = fetcher(Page("", Fetched.OK, json.dumps(ANSWER).encode()))
    answer = await registration("pastas.imone.lt", fetch)  # type: ignore[arg-type]
    assert urls == [f"{servers()['lt']}domain/imone.lt"]
    assert answer == Registration("imone.lt", date(2026, 12, 24), ("clientHold", "pendingDelete", "active"))
    assert answer.stopping == ("clientHold", "pendingDelete")


@pytest.mark.parametrize("outcome", [fetched for fetched in Fetched if fetched is not Fetched.OK])
async def test_no_answer_says_nothing(outcome: Fetched) -> None:
    _, fetch = fetcher(Page("", outcome))
    assert await registration("imone.lt", fetch) is None  # type: ignore[arg-type]


async def test_a_top_level_domain_without_known_server_is_not_asked() -> None:
    urls, fetch = fetcher(Page("", Fetched.OK, b"{}"))
    assert await registration("imone.example", fetch) is None  # type: ignore[arg-type]
    assert urls == []


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
@settings(max_examples=100, deadline=None)
def test_no_answer_is_too_strange(value: object) -> None:
    read("imone.lt", json.dumps(value).encode())
    read("imone.lt", json.dumps({**ANSWER, "events": value, "status": value}).encode())
