"""The customer's letter over the wire: shown to the agent alone, edited in a modal, posted in the thread."""

from pathlib import Path

from bot.workspace import furnish
from bot.workspace.faults import RefusedCall, ServerError, Slow
from bot.workspace.values import Message, View
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.trouble import locked

LONGEST = 3000
"""Characters that Slack takes in one section and in one input."""


async def asked_for(stage: Stage, text: str = "parašyk klientui") -> tuple[Message, Message]:
    """A checked domain's thread, and the letter that only the asker sees."""
    await stage.ws.command("/mailcheck", "imone.example")
    root = await stage.answer(1, has="Patikrinta")
    return root, await stage.ask(text, root)


async def modal(stage: Stage) -> View:
    """The modal, once the letter is in it."""

    def look(_: object) -> View | None:
        for view in stage.ws.state.modals(furnish.YOU.id):
            if any(block["type"] == "input" for block in view.content["blocks"]):
                return view
        return None

    message = await stage.ws.until(look)
    assert message is not None
    return message


async def test_only_the_asker_sees_it_until_it_is_posted(stage: Stage) -> None:
    root, letter = await asked_for(stage)
    assert letter.ephemeral_to == furnish.YOU.id
    assert letter.thread_ts == root.ts
    await stage.ws.click(letter, "letter:post")
    posted = await stage.ws.until(
        lambda _: [message for message in stage.posts(thread=root.ts) if not message.ephemeral_to]
    )
    assert "Laba diena," in posted[0].text
    assert "Pagarbiai" in words(posted[0])
    assert not [block for block in posted[0].blocks if block["type"] == "actions"]


def letter_button(message: Message) -> str:
    """The action of the button under an answer that asks for the letter."""
    buttons = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    (action,) = [button["action_id"] for button in buttons if button.get("value") == "customer"]
    return str(action)


async def test_its_button_opens_it_in_a_window_and_leaves_nothing_but_what_is_posted(stage: Stage) -> None:
    """Under a message without replies Slack would not show it to one person alone: chat.postEphemeral, `thread_ts`."""
    await stage.ws.command("/mailcheck", "imone.example")
    root = await stage.answer(1, has="Patikrinta")
    await stage.ws.click(root, letter_button(root))
    view = await modal(stage)
    field, _ = view.content["blocks"]
    assert field["element"]["initial_value"].startswith("Laba diena,")
    await stage.ws.submit(view, {"text": "Mano laiškas."})
    assert stage.ws.state.modals(furnish.YOU.id) == ()
    assert [message.text for message in stage.posts(thread=root.ts)] == ["Mano laiškas."]


async def test_the_other_language_is_one_click_away_and_what_was_typed_stays_below(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "552")
    root = await one_stage.answer(1, has="552")
    await one_stage.ws.click(root, letter_button(root))
    below = await modal(one_stage)
    await one_stage.ws.click(below, "letter:other:en")

    def english(_: object) -> View | None:
        top = one_stage.ws.state.modals(furnish.YOU.id)[-1]
        return top if "Kind regards" in str(top.content) else None

    top = await one_stage.ws.until(english)
    assert top is not None
    assert top.previous == below.id
    assert one_stage.ws.state.view(below.id) == below
    await one_stage.ws.submit(top, {"text": "My letter."})
    assert one_stage.ws.state.modals(furnish.YOU.id) == ()
    assert [message.text for message in one_stage.posts(thread=root.ts)] == ["My letter."]


async def test_it_copies_whole_out_of_one_block(one_stage: Stage) -> None:
    _, letter = await asked_for(one_stage)
    (block,) = [block for block in letter.blocks if block["type"] == "rich_text"]
    (prose,) = block["elements"]
    (element,) = prose["elements"]
    assert prose["type"] == "rich_text_section"
    assert element["text"].startswith("Laba diena,")
    assert element["text"].endswith("Pagarbiai")
    assert "*" not in element["text"]
    assert "`" not in element["text"]


async def test_it_is_edited_in_a_modal_and_posted_as_typed(one_stage: Stage) -> None:
    root, letter = await asked_for(one_stage)
    await one_stage.ws.click(letter, "letter:edit")
    view = await modal(one_stage)
    (field,) = [block["element"] for block in view.content["blocks"] if block["type"] == "input"]
    assert field["initial_value"].startswith("Laba diena,")
    assert len(field["initial_value"]) <= LONGEST
    await one_stage.ws.submit(view, {"text": "Laba diena, <!channel> *Jonai* & Co.\n\nViskas sutvarkyta."})
    posted = await one_stage.ws.until(
        lambda _: [message for message in one_stage.posts(thread=root.ts) if not message.ephemeral_to]
    )
    await one_stage.ws.until(lambda _: len(one_stage.posts(thread=root.ts)) == 1)  # the draft is gone
    assert posted[0].text == "Laba diena, &lt;!channel&gt; *Jonai* &amp; Co.\n\nViskas sutvarkyta."
    assert posted[0].blocks[0]["text"]["type"] == "plain_text"
    assert one_stage.ws.state.modals(furnish.YOU.id) == ()


async def test_the_customers_language_may_differ_from_the_threads(one_stage: Stage) -> None:
    _, letter = await asked_for(one_stage, "parašyk klientui angliškai")
    assert "Kind regards" in words(letter)
    assert "Peržiūrėkite prieš siųsdami" in words(letter)


async def test_in_a_direct_message_it_needs_no_hiding(one_stage: Stage) -> None:
    message = await one_stage.ws.say("451", channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=message.ts, has="451")
    await one_stage.ws.say("parašyk klientui", channel=DIRECT, thread_ts=message.ts)
    letter = await one_stage.answer(2, channel=DIRECT, thread=message.ts, has="Laba diena,")
    assert not letter.ephemeral_to


async def test_in_a_thread_about_a_code_it_explains_the_code(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "552")
    root = await one_stage.answer(1, has="552")
    letter = await one_stage.ask("parašyk klientui", root, has="Laba diena,")
    assert letter.channel == SUPPORT
    assert "552" in words(letter)


async def typed(stage: Stage) -> tuple[Message, View]:
    """The thread, and the window with the letter in it."""
    root, letter = await asked_for(stage)
    await stage.ws.click(letter, "letter:edit")
    return root, await modal(stage)


def letters(stage: Stage, root: Message) -> list[str]:
    """What was posted in the thread for everybody, without the bot's other answers."""
    return [
        message.text
        for message in stage.posts(thread=root.ts)
        if not message.ephemeral_to and "Mano laiškas" in message.text
    ]


async def sent(stage: Stage, view: View, text: str = "Mano laiškas.") -> str:
    """Sends the window off; gives the word under its field, if it stays open."""
    delivery = await stage.ws.submit(view, {"text": text})
    assert delivery is not None
    assert delivery.acknowledged
    answer = delivery.answer or {}
    open_still = [each.id for each in stage.ws.state.modals(furnish.YOU.id)]
    assert (view.id in open_still) == bool(answer)
    assert answer.get("response_action", "errors") == "errors"
    return str(answer.get("errors", {}).get("letter:lt", ""))


async def test_where_slack_fails_the_window_keeps_what_was_typed(one_stage: Stage) -> None:
    root, view = await typed(one_stage)
    one_stage.ws.faults.add("chat.postMessage", ServerError(503), times=1000)
    assert "neatsakė laiku" in await sent(one_stage, view)
    one_stage.ws.faults.clear()
    assert letters(one_stage, root) == []
    assert await sent(one_stage, view) == ""
    assert letters(one_stage, root) == ["Mano laiškas."]


async def test_a_letter_that_came_late_is_not_posted_twice(one_stage: Stage) -> None:
    root, view = await typed(one_stage)
    one_stage.ws.faults.add("chat.postMessage", Slow(2.5))
    assert "neatsakė laiku" in await sent(one_stage, view)
    await one_stage.ws.until(lambda _: letters(one_stage, root))
    assert await sent(one_stage, view, "Mano laiškas, taisytas.") == ""
    assert letters(one_stage, root) == ["Mano laiškas, taisytas."]


async def test_where_slack_refuses_a_letter_the_window_says_so(one_stage: Stage) -> None:
    root, view = await typed(one_stage)
    one_stage.ws.faults.add("chat.postMessage", RefusedCall("is_archived"))
    assert "is_archived" in await sent(one_stage, view)
    assert letters(one_stage, root) == []


async def test_a_letter_is_posted_though_the_database_is_locked(one_stage: Stage, tmp_path: Path) -> None:
    root, view = await typed(one_stage)
    async with locked(tmp_path / "cases.db"):
        assert await sent(one_stage, view) == ""
    assert letters(one_stage, root) == ["Mano laiškas."]
