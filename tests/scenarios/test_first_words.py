"""What people say first, and what concerns nobody but them."""

from bot.workspace import furnish
from bot.workspace.values import Message, View
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.test_letters import modal


def button(message: Message, value: str) -> str:
    """The action of the button that carries a question."""
    buttons = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    (action,) = [each["action_id"] for each in buttons if each.get("value") == value]
    return str(action)


async def test_a_command_asked_for_help_gives_it_to_the_asker_alone(one_stage: Stage) -> None:
    commands = [("/smtp", "help"), ("/smtp", "?"), ("/mailcheck", "pagalba"), ("/mailcheck", "help!")]
    for count, (command, text) in enumerate(commands, 1):
        await one_stage.ws.command(command, text)
        answer = await one_stage.answer(count, has="/smtp 4xx" if command == "/smtp" else "imone.lt 203.0.113.7")
        assert answer.ephemeral_to == furnish.YOU.id


async def test_who_says_hello_is_greeted_and_an_example_opens_a_window_or_an_answer(stage: Stage) -> None:
    mention = await stage.ws.say("@mailbot")
    greeting = await stage.answer(1, thread=mention.ts, has="Paaiškinu, kodėl grįžo laiškas")
    assert not greeting.ephemeral_to
    await stage.ws.click(greeting, button(greeting, "code:550 5.7.1"))
    await stage.answer(2, thread=mention.ts, has="550 5.7.1")
    await stage.ws.click(greeting, button(greeting, "check"))
    view = await modal(stage)
    assert [block["block_id"] for block in view.content["blocks"]] == ["domain", "address", "selector"]
    await stage.ws.submit(view, {"domain": "imone.example"})
    await stage.answer(3, thread=mention.ts, has="imone.example")


async def test_hello_in_every_form_is_a_greeting_and_thanks_stay_thanks(one_stage: Stage) -> None:
    async def answer_to(text: str) -> str:
        message = await one_stage.ws.say(text, channel=DIRECT)
        return words(await one_stage.answer(1, channel=DIRECT, thread=message.ts))

    for text in ("labas", "Labas!", "sveiki", "Help!"):
        assert "550 5.7.1" in await answer_to(text), text
    for text in ("hi", "Hello there!", "hey"):
        assert "Hello! I explain" in await answer_to(text), text
    assert "Kuo galiu padėti" in await answer_to("?")
    assert "Prašom" in await answer_to("ačiū!")


async def test_refusals_lists_and_help_are_for_the_asker_and_their_buttons_answer_the_channel(one_stage: Stage) -> None:
    ws = one_stage.ws
    await ws.command("/mailcheck", "labas rytas")
    await ws.command("/smtp", "45")
    await ws.command("/mailcheck", "watches")
    await one_stage.answer(3)
    assert [message.ephemeral_to for message in one_stage.posts()] == [furnish.YOU.id] * 3
    codes = next(message for message in one_stage.posts() if "451" in words(message))
    await ws.click(codes, button(codes, "code:451"))
    answer = await one_stage.answer(4, has="451")
    assert (answer.ephemeral_to, answer.thread_ts) == ("", "")
    assert "Klausia Ona Kazlauskienė" in words(answer)  # the channel reads whose question it was
    mention = await ws.say("@mailbot kas laimės rinkimus?")
    refused = await one_stage.answer(5)
    assert (refused.ephemeral_to, refused.thread_ts) == (furnish.YOU.id, "")
    assert one_stage.posts(thread=mention.ts) == []
    refused = await one_stage.ask("kas laimės rinkimus?", answer)
    assert refused.ephemeral_to == furnish.YOU.id


async def test_where_the_bot_is_no_member_help_and_its_buttons_reach_the_asker(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "help", channel=furnish.GENERAL)
    reply = await one_stage.answer(1, channel=furnish.GENERAL)
    await one_stage.ws.click(reply, button(reply, "limits"))
    answer = await one_stage.answer(2, channel=furnish.GENERAL, has="/invite")
    assert answer.ephemeral_to == furnish.YOU.id


async def test_a_window_opened_under_a_bounce_without_its_domain_goes_on_with_the_case(one_stage: Stage) -> None:
    """The window's check is the thread's: no question where to answer, the language of the case."""
    await one_stage.ws.command("/smtp", "en 550 5.7.1")
    root = await one_stage.answer(1, has="550")
    greeted = await one_stage.ask("hello", root, has="Hello!")
    await one_stage.ws.click(greeted, button(greeted, "check"))

    def opened(_: object) -> View | None:
        shown = one_stage.ws.state.modals(furnish.YOU.id)
        return shown[-1] if shown else None

    view = await one_stage.ws.until(opened)
    assert view is not None
    assert view.content["title"]["text"] == "Check a domain"
    await one_stage.ws.submit(view, {"domain": "imone.example"})
    await one_stage.answer(2, channel=SUPPORT, thread=root.ts, has="550 5.7.1")


async def test_a_bounce_that_accuses_a_domain_without_its_name_asks_for_it_in_a_window(one_stage: Stage) -> None:
    reply = "550 5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires SPF or DKIM."
    await one_stage.ws.command("/smtp", reply)
    root = await one_stage.answer(1, has="550 5.7.26")
    await one_stage.ws.click(root, button(root, "check"))
    view = await modal(one_stage)
    await one_stage.ws.submit(view, {"domain": "imone.example"})
    answer = await one_stage.answer(1, thread=root.ts, has="imone.example")
    assert "550 5.7.26" in words(answer)  # the bounce again, with the cause looked at


async def test_who_named_no_domain_is_offered_the_window(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", "watch")
    refused = await one_stage.answer(1, has="domen")
    await one_stage.ws.click(refused, button(refused, "check"))
    await one_stage.ws.submit(await modal(one_stage), {"domain": "imone.example"})
    await one_stage.answer(2, has="imone.example")
