"""Plays a conversation in the program that it lies in, and prints the answers as a JSON list."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from bot.workspace.dns import sample_zones
from tests.scenarios.conftest import playing
from tests.scenarios.stage import SUPPORT, words


async def play(talk: list[tuple[str, str]]) -> list[str]:
    answers, root = [], None
    with tempfile.TemporaryDirectory() as folder:
        async with playing("http", Path(folder), sample_zones()) as stage:
            for text, wanted in talk:
                if text.startswith("/"):
                    count = len(stage.posts())
                    await stage.ws.command(*text.split(" ", 1), channel=SUPPORT)
                    answer = root = await stage.answer(count + 1, has=wanted)
                else:
                    assert root is not None
                    answer = await stage.ask(text, root, has=wanted)
                answers.append(words(answer))
    return answers


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(json.loads(sys.argv[1])))))
