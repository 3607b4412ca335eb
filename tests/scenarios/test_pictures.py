"""Pictures of errors dropped in Slack: answered like pasted text, their words shown, and corrected."""

from pathlib import Path

from bot.workspace.values import Message
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.test_files import stored_in
from tests.scenarios.test_unasked import silence
from tests.screenshots.drawing import drawn, tesseract_or_skip

SAID = ("<jonas@kavos-namai.lt>: host mx1.kavos-namai.lt said:", "552 5.2.2 Mailbox full")
CORRECT, PNG = "seen:correct", "image/png"


def button(message: Message) -> str:
    """The words that the button carries."""
    elements = [element for block in message.blocks for element in block.get("elements", ())]
    return str(next(element["value"] for element in elements if element.get("action_id") == CORRECT))


async def test_a_picture_is_answered_its_words_are_quoted_and_corrected(one_stage: Stage, tmp_path: Path) -> None:
    tesseract_or_skip()
    ws = one_stage.ws
    picture = await ws.drop_file("klaida.png", drawn(*SAID), mimetype=PNG)
    answer = await one_stage.answer(1, channel=SUPPORT, thread=picture.ts, has="Gavėjo pašto dėžutė perpildyta")
    assert "Ką perskaičiau paveikslėlyje" in words(answer)
    assert "j***@kavos-namai.lt" in words(answer).partition("Ką perskaičiau")[0]
    assert "jonas@" not in words(answer)
    assert "552 5.2.2 Mailbox full" in button(answer)
    await ws.click(answer, CORRECT)
    window = (await ws.until(lambda state: state.modals("U0YOU0001")))[-1]
    await ws.submit(window, {"words": "550 5.1.1 <jonas@kavos-namai.lt>: User unknown"})
    await one_stage.answer(2, channel=SUPPORT, thread=picture.ts, has="Tokios pašto dėžutės nėra")
    await one_stage.stop_bot()
    assert b"jonas@" not in stored_in(tmp_path)


async def test_only_a_bounce_is_answered_where_nobody_asks(one_stage: Stage) -> None:
    tesseract_or_skip()
    ws = one_stage.ws
    lunch = await ws.drop_file("pietus.png", drawn("Pietūs 12:30", "Kaina 5,50"), mimetype=PNG)
    broken = await ws.drop_file("a.jpg", b"\xff\xd8\xff", mimetype="image/jpeg")
    message = await ws.drop_file("b.png", b"\x89PNG", channel=DIRECT, mimetype=PNG)
    await one_stage.answer(1, channel=DIRECT, thread=message.ts, has="paveikslėlio atidaryti nepavyko")
    await silence(one_stage, lunch, broken)
