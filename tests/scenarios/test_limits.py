"""Who asks too much is told so kindly, in their language, and nobody else is held up."""

from bot.workspace import furnish
from tests.scenarios.stage import DIRECT, GENERAL, Stage, words


async def at_most(stage: Stage, **rates: str) -> None:
    await stage.stop_bot()
    await stage.start_bot(**rates)


async def test_the_one_too_many_is_refused_to_the_asker_alone_in_their_language(one_stage: Stage) -> None:
    await at_most(one_stage, user_rate="2/hour")
    for text in ("en 451", "en 550", "en 421"):
        await one_stage.ws.command("/smtp", text)
    refused = await one_stage.answer(3, has="too many questions")
    assert refused.ephemeral_to == furnish.YOU.id
    await one_stage.ws.command("/smtp", "lt 451")
    assert "per daug klausimų" in words(await one_stage.answer(4))


async def test_who_mentions_the_bot_sees_the_refusal_though_the_thread_is_new(one_stage: Stage) -> None:
    await at_most(one_stage, user_rate="1/hour")
    await one_stage.ws.command("/smtp", "en 451")
    await one_stage.answer(1, has="451")
    await one_stage.ws.say("@mailbot 550")
    refused = await one_stage.answer(2, has="per daug klausimų")
    assert refused.ephemeral_to == furnish.YOU.id


async def test_who_goes_on_is_no_longer_answered_and_others_are(one_stage: Stage) -> None:
    await at_most(one_stage, user_rate="1/hour")
    for _ in range(6):
        await one_stage.ws.command("/smtp", "451")
    await one_stage.answer(4)
    other = next(user.id for user in one_stage.ws.state.users.values() if user.id != furnish.YOU.id and not user.is_bot)
    await one_stage.ws.command("/smtp", "550", user=other)
    await one_stage.answer(5, has="550")
    assert len(one_stage.posts()) == 5


async def test_a_workspace_has_a_limit_of_its_own(one_stage: Stage) -> None:
    await at_most(one_stage, workspace_rate="1/hour")
    await one_stage.ws.command("/smtp", "451")
    await one_stage.answer(1, has="451")
    await one_stage.ws.command("/smtp", "550", channel=GENERAL)
    assert "per daug klausimų" in words(await one_stage.answer(1, channel=GENERAL))


async def test_it_holds_in_a_direct_message_and_for_a_mail_too(one_stage: Stage) -> None:
    await at_most(one_stage, user_rate="1/hour")
    message = await one_stage.ws.say("451", channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=message.ts, has="451")
    mail = await one_stage.ws.drop_file("a.eml", b"Subject: x\n\n550 5.1.1 User unknown\n", channel=DIRECT)
    assert "per daug klausimų" in words(await one_stage.answer(1, channel=DIRECT, thread=mail.ts))


async def test_who_mentions_the_bot_once_too_often_sees_the_refusal(one_stage: Stage) -> None:
    """In a thread without replies Slack would not show it: chat.postEphemeral, `thread_ts`."""
    await at_most(one_stage, user_rate="1/hour")
    await one_stage.ws.command("/smtp", "451")
    await one_stage.answer(1)
    await one_stage.ws.say("@mailbot 550")
    refused = await one_stage.answer(2, has="per daug klausimų")
    assert (refused.ephemeral_to, refused.thread_ts) == (furnish.YOU.id, "")


async def test_who_asked_nothing_hears_nothing_of_it(one_stage: Stage) -> None:
    await at_most(one_stage, user_rate="1/hour")
    await one_stage.ws.command("/smtp", "451")
    await one_stage.answer(1)
    for name in ("a.png", "b.json"):
        await one_stage.ws.drop_file(name, b"\x89PNG")
    await one_stage.ws.idle()
    await one_stage.ws.command("/smtp", "550")
    assert "per daug klausimų" in words(await one_stage.answer(2))
    assert len(one_stage.posts()) == 2


async def test_choices_count_too(one_stage: Stage) -> None:
    await at_most(one_stage, user_rate="1/hour")
    await one_stage.ws.command("/smtp", "lang en here")
    await one_stage.answer(1)
    await one_stage.ws.command("/smtp", "lang lt here")
    assert "too many questions" in words(await one_stage.answer(2))


async def test_what_is_too_long_is_refused_on_every_way_in(one_stage: Stage) -> None:
    long = "550 5.1.1 <a@imone.example> User unknown\n" * 600
    await one_stage.ws.command("/smtp", long)
    assert "per ilgas" in words(await one_stage.answer(1))
    message = await one_stage.ws.say(long, channel=DIRECT)
    assert "per ilgas" in words(await one_stage.answer(1, channel=DIRECT, thread=message.ts))
    await one_stage.ws.command("/smtp", "451")
    root = await one_stage.answer(2, has="451")
    assert "per ilgas" in words(await one_stage.ask(long, root))
