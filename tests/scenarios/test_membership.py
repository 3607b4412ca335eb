"""Where the bot is a member, where it is not, and where it came late."""

from bot.workspace.furnish import COLLEAGUE, PRIVATE, YOU
from bot.workspace.values import Channel, ConversationKind
from tests.scenarios.stage import DIRECT, GENERAL, Stage, words

BOUNCE = "<jonas@imone.example>: host mx.imone.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO)"


async def test_a_private_channel_is_like_any_other(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "imone.example", channel=PRIVATE)
    root = await stage.answer(1, channel=PRIVATE, has="Patikrinta")
    assert not root.ephemeral_to
    await stage.ask("o kas dėl SPF?", root, has="SPF")


async def test_in_a_private_channel_that_it_does_not_know_only_the_asker_is_answered(stage: Stage) -> None:
    stage.ws.state.set_channel(
        Channel("G0SECRET", "secret", ConversationKind.PRIVATE, frozenset({YOU.id, COLLEAGUE.id}))
    )
    await stage.ws.command("/smtp", "451", channel="G0SECRET")
    answer = await stage.answer(1, channel="G0SECRET", has="451")
    assert answer.ephemeral_to == YOU.id
    assert "/invite" in words(answer)


async def test_a_direct_message_is_a_conversation(stage: Stage) -> None:
    message = await stage.ws.say("imone.example", channel=DIRECT)
    await stage.answer(1, channel=DIRECT, thread=message.ts, has="Patikrinta")
    await stage.ask("o kas dėl SPF?", message, has="SPF")
    again = await stage.answer(2, channel=DIRECT, thread=message.ts)
    assert "imone.example" in words(again)


async def test_an_answer_to_a_command_names_its_asker_to_the_channel_but_not_in_a_thread(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "imone.example", user=COLLEAGUE.id)
    root = await stage.answer(1, has="Patikrinta")
    assert f"Klausia {COLLEAGUE.real_name}" in words(root)  # by name: a mention might notify who asked
    answer = await stage.ask("o kas dėl SPF?", root, has="SPF")
    assert "<@" not in words(answer)


async def test_a_command_in_a_direct_message_opens_a_thread_there(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "imone.example", channel=DIRECT)
    root = await stage.answer(1, channel=DIRECT, has="Patikrinta")
    await stage.ask("o kas dėl SPF?", root, has="SPF")


async def test_in_a_thread_begun_before_it_was_invited_it_answers_a_mention_and_then_goes_on(stage: Stage) -> None:
    chat = await stage.ws.say("klientas negauna laiškų", channel=GENERAL)
    await stage.ws.say("kodas 451, kas tai?", channel=GENERAL, thread_ts=chat.ts, user=COLLEAGUE.id)
    await stage.ws.invite(GENERAL)
    await stage.ws.say("o kas dėl SPF?", channel=GENERAL, thread_ts=chat.ts)
    await stage.ws.say("@mailbot imone.example", channel=GENERAL, thread_ts=chat.ts)
    await stage.answer(1, channel=GENERAL, thread=chat.ts, has="Patikrinta")
    await stage.ask("o kas dėl SPF?", chat, has="SPF")
    await stage.ws.idle()
    assert len(stage.posts(GENERAL, chat.ts)) == 2


async def test_once_invited_it_answers_all_in_the_channel(stage: Stage) -> None:
    await stage.ws.command("/smtp", "451", channel=GENERAL)
    alone = await stage.answer(1, channel=GENERAL, has="451")
    assert alone.ephemeral_to
    await stage.ws.invite(GENERAL)
    await stage.ws.command("/smtp", "451", channel=GENERAL)
    root = await stage.answer(2, channel=GENERAL, has="451")
    assert not root.ephemeral_to
    await stage.ask("ar siųsti iš naujo?", root)


async def test_a_bounce_is_explained_where_the_bot_is_no_member(stage: Stage) -> None:
    message = await stage.ws.say(BOUNCE, channel=GENERAL)
    await stage.ws.shortcut("explain_bounce:en", message)
    answer = await stage.answer(1, channel=GENERAL, has="5.1.1")
    assert answer.ephemeral_to == YOU.id
    await stage.stop_bot()  # it finishes what it began
    assert len(stage.posts(GENERAL)) == 1
