"""What is read as a choice, in both languages, and what stays a question."""

import pytest

from bot.cases.answering.choosing import refused
from bot.cases.asking.first_words import read_wish
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.choices import Choice, Scope, Wish

LANGUAGES = ("en", "lt")


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("lang lt", Wish(Choice.LANGUAGE, "lt")),
        ("language Lithuanian", Wish(Choice.LANGUAGE, "lt")),
        ("kalba en", Wish(Choice.LANGUAGE, "en")),
        ("Kalba lietuvių", Wish(Choice.LANGUAGE, "lt")),
        ("kalba lietuviu cia", Wish(Choice.LANGUAGE, "lt", Scope.CHANNEL)),
        ("lang lt here", Wish(Choice.LANGUAGE, "lt", Scope.CHANNEL)),
        ("lang here lt", Wish(Choice.LANGUAGE, "lt", Scope.CHANNEL)),
        ("kalba lt čia", Wish(Choice.LANGUAGE, "lt", Scope.CHANNEL)),
        ("kalba lt visiems", Wish(Choice.LANGUAGE, "lt", Scope.WORKSPACE)),
        ("lang en everyone", Wish(Choice.LANGUAGE, "en", Scope.WORKSPACE)),
        ("lang none here", Wish(Choice.LANGUAGE, scope=Scope.CHANNEL, reset=True)),
        ("kalba nėra", Wish(Choice.LANGUAGE, reset=True)),
        ("lang", Wish(Choice.LANGUAGE)),
        ("lang xx", Wish(Choice.LANGUAGE, "xx")),
        ("provider ovh", Wish(Choice.PROVIDER, "ovh")),
        ("teikėjas OVH", Wish(Choice.PROVIDER, "ovh")),
        ("tiekėjas OVH", Wish(Choice.PROVIDER, "ovh")),
        ("provider none", Wish(Choice.PROVIDER, reset=True)),
    ],
)
def test_a_choice_is_read(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "",
        "451",
        "lt 451",
        "451 lt",
        "imone.lt",
        "language not supported",
        "provider.lt",
        "lang lt en",
        "kalba lt čia visiems",
    ],
)
def test_a_question_is_no_choice(text: str) -> None:
    assert read_wish(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lang xx", Refusal.NO_SUCH_LANGUAGE),
        ("provider nobody", Refusal.NO_SUCH_PROVIDER),
        ("lang lt", None),
        ("provider ovh", None),
        ("provider none", None),
        ("lang", None),
    ],
)
def test_what_is_not_there_to_choose_is_refused(text: str, reason: Refusal | None) -> None:
    wish = read_wish(text)
    assert wish is not None
    refusal = refused(wish, LANGUAGES)
    assert (refusal.reason if refusal else None) == reason
