"""The customer's letter over the wire: shown to the agent alone, edited in a modal, posted in the thread."""

from bot.workspace import furnish
from bot.workspace.values import Message, View
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words

LONGEST = 3000
"""Characters that Slack takes in one section and in one input."""


async def asked_for(stage: Stage, text: str = "parašyk klientui") -> tuple[Message, Message]:
    """A checked domain's thread, and the letter that only the asker sees."""
    await stage.ws.command("/mailcheck", "imone.example")
    root = await stage.answer(1, has="Ką tikrinti")
    return root, await stage.ask(text, root)


async def modal(stage: Stage) -> View:
    """The modal, once the letter is in it."""

    def look(_: object) -> View | None:
        for view in stage.ws.state.modals(furnish.YOU.id):
            if any(block["type"] == "input" for block in view.content["blocks"]):
                return view
        return None

    found = await stage.ws.until(look)
    assert found is not None
    return found


async def test_only_the_asker_sees_it_until_it_is_posted(stage: Stage) -> None:
    root, letter = await asked_for(stage)
    assert letter.ephemeral_to == furnish.YOU.id
    assert letter.thread_ts == root.ts
    await stage.ws.click(letter, "letter:post")
    posted = await stage.ws.until(lambda _: [one for one in stage.said(thread=root.ts) if not one.ephemeral_to])
    assert "Laba diena," in posted[0].text
    assert "Pagarbiai" in words(posted[0])
    assert not [block for block in posted[0].blocks if block["type"] == "actions"]


async def test_it_copies_whole_out_of_one_block(one_stage: Stage) -> None:
    _, letter = await asked_for(one_stage)
    (block,) = [block for block in letter.blocks if block["type"] == "rich_text"]
    (preformatted,) = block["elements"]
    (element,) = preformatted["elements"]
    assert element["text"].startswith("Laba diena,")
    assert element["text"].endswith("Pagarbiai")
    assert "*" not in element["text"]
    assert "`" not in element["text"]


async def test_it_is_edited_in_a_modal_and_posted_as_typed(one_stage: Stage) -> None:
    root, letter = await asked_for(one_stage)
    await one_stage.ws.click(letter, "letter:edit")
    view = await modal(one_stage)
    (field,) = [block["element"] for block in view.content["blocks"]]
    assert field["initial_value"].startswith("Laba diena,")
    assert len(field["initial_value"]) <= LONGEST
    await one_stage.ws.submit(view, {"text": "Laba diena, <!channel> *Jonai* & Co.\n\nViskas sutvarkyta."})
    posted = await one_stage.ws.until(lambda _: [one for one in one_stage.said(thread=root.ts) if not one.ephemeral_to])
    assert posted[0].text == "Laba diena, &lt;!channel&gt; *Jonai* &amp; Co.\n\nViskas sutvarkyta."
    assert posted[0].blocks[0]["text"]["type"] == "plain_text"
    assert one_stage.ws.state.modals(furnish.YOU.id) == ()


async def test_the_customers_language_may_differ_from_the_threads(one_stage: Stage) -> None:
    _, letter = await asked_for(one_stage, "parašyk klientui angliškai")
    assert "Kind regards" in words(letter)
    assert "Peržiūrėkite prieš siųsdami" in words(letter)


async def test_in_a_direct_message_it_needs_no_hiding(one_stage: Stage) -> None:
    asked = await one_stage.ws.say("451", channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=asked.ts, has="451")
    await one_stage.ws.say("parašyk klientui", channel=DIRECT, thread_ts=asked.ts)
    letter = await one_stage.answer(2, channel=DIRECT, thread=asked.ts, has="Laba diena,")
    assert not letter.ephemeral_to


async def test_in_a_thread_about_a_code_it_explains_the_code(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "552")
    root = await one_stage.answer(1, has="552")
    letter = await one_stage.ask("parašyk klientui", root, has="Laba diena,")
    assert letter.channel == SUPPORT
    assert "552" in words(letter)
