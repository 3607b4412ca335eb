"""A click under an answer gives it again in another language, or as one sentence to copy."""

from bot.workspace import furnish
from tests.scenarios.stage import Stage, words


async def test_the_language_button_changes_its_own_message(one_stage: Stage) -> None:
    """Though the thread has gone on to something else since."""
    await one_stage.ws.command("/mailcheck", "en imone.example")
    root = await one_stage.answer(1, has="Checked")
    await one_stage.ask("what about DMARC?", root, has="DMARC")
    await one_stage.ws.click(root, "ask:more", "language:lt|check:imone.example")
    changed = await one_stage.answer(1, has="Patikrinta")
    assert changed.ts == root.ts
    assert "SPF įraše nėra" in words(changed)
    assert "Klausia Ona Kazlauskienė" in words(changed)
    assert len(one_stage.posts(thread=root.ts)) == 1
    assert "DMARC įrašo nėra" in words(await one_stage.ask("o kaip sutvarkyti?", root, has="v=DMARC1"))


async def test_an_answer_is_copied_as_one_sentence(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", "en imone.example")
    root = await one_stage.answer(1, has="Checked")
    await one_stage.ws.click(root, "ticket")
    (window,) = await one_stage.ws.until(lambda state: state.modals(furnish.YOU.id))
    assert window.content["title"]["text"] == "Ticket line"
    assert "imone.example: the SPF record doesn't include OVHcloud; proposed TXT record imone.example" in str(
        window.content["blocks"]
    )
