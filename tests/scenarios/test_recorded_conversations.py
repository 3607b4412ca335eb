"""What people ask on, played over the wire in both languages: the asked-for comes first, and no more than is needed.

A file of `conversations/` a thread: `opened`, the command; then each question with what its answer must say (`has`),
must not say (`lacks`), begins with (`lead`) and says in this order (`order`), and its most paragraphs (`most`).
A step without a question is about the first answer.
"""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.replies.words.phrases import phrases
from bot.workspace.dns import sample_zones
from bot.workspace.values import Message
from tests.scenarios.conftest import playing
from tests.scenarios.stage import Stage, words

CONVERSATIONS = sorted((Path(__file__).parent / "conversations").glob("*.toml"))
PLAYED = [
    pytest.param(tomllib.loads(file.read_text("utf-8")), language, way, id=f"{file.stem}-{language}")
    for file in CONVERSATIONS
    for language, way in (("lt", "http"), ("en", "socket"))
]


@pytest.mark.parametrize(("conversation", "language", "way"), PLAYED)
async def test_each_question_is_answered_as_it_was_meant(
    conversation: dict[str, Any], language: str, way: str, tmp_path: Path
) -> None:
    command, _, text = conversation["opened"][language].partition(" ")
    async with playing(way, tmp_path, sample_zones(), language) as stage:
        await stage.ws.command(command, text)
        root = await first_answer(stage, language)
        for step in conversation["said"]:
            wanted = step[language]
            answer = paragraphs(await stage.ask(wanted["ask"], root) if "ask" in wanted else root)
            agrees(answer, wanted, step.get("most"))


async def first_answer(stage: Stage, language: str) -> Message:
    """The command's answer, once no check is under way. Within a sentence the words for that begin small."""
    checking = [phrases(language).say(key).lower() for key in ("domain.checking", "bounce.checking")]

    def whole(message: Message) -> bool:
        return not any(phrase in words(message).lower() for phrase in checking)

    answer = await stage.ws.until(lambda _: next(filter(whole, stage.posts()), None))
    assert answer is not None
    return answer


def paragraphs(message: Message) -> list[str]:
    """The answer's own words, without its buttons."""
    blocks = [block for block in message.blocks if block["type"] != "actions"]
    texts = [words(replace(message, text="", blocks=(block,))) for block in blocks]
    return [text.replace("`", "").replace("*", "").strip() for text in texts if text.strip()]


def agrees(answer: list[str], wanted: dict[str, Any], most: int | None) -> None:
    whole = "\n".join(answer)
    assert [text for text in wanted["has"] if text not in whole] == [], whole
    assert [text for text in wanted.get("lacks", ()) if text in whole] == [], whole
    assert answer[0].removeprefix("❌ ").startswith(wanted.get("lead", "")), whole
    places = [whole.index(text) for text in wanted.get("order", ())]
    assert places == sorted(places), whole
    assert most is None or len(answer) <= most, whole
