"""Votes on answers over the wire: kept for what the answer was made of, so that a wrong rule can be found."""

from bot.cases.values.votes import JudgedKind
from bot.storage.store import Store
from bot.storage.tables.statistics import VoteTally
from bot.workspace.furnish import COLLEAGUE, YOU
from bot.workspace.values import Message
from tests.scenarios.stage import SUPPORT, Stage, words

BOUNCE = """host gmail-smtp-in.l.google.com said: 552-5.2.2 The email account that you tried to reach is over quota.
552 5.2.2 Please direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm (in reply to RCPT TO)"""


async def tallies(stage: Stage, kind: JudgedKind) -> dict[str, VoteTally]:
    store = Store(stage.settings.database_url, case_days=1)
    try:
        return {tally.name: tally for tally in await store.statistics.tallies(kind)}
    finally:
        await store.close()


async def thanked(stage: Stage, has: str, user: str = "U0YOU0001") -> Message:
    def look(_: object) -> Message | None:
        notes = [each for each in stage.ws.state.messages(SUPPORT) if each.ephemeral_to == user and has in words(each)]
        return notes[-1] if notes else None

    message = await stage.ws.until(look)
    assert message is not None
    return message


async def test_a_vote_is_for_the_code_and_a_second_one_takes_its_place(stage: Stage) -> None:
    await stage.ws.command("/smtp", "451")
    answer = await stage.answer(1)
    await stage.ws.click(answer, "vote", "negative")
    await thanked(stage, "Užsirašiau")
    assert await tallies(stage, JudgedKind.CODE) == {"451": VoteTally("451", 0, 1)}
    await stage.ws.click(answer, "vote", "positive")
    await thanked(stage, "Ačiū, kad pasakėte.")
    await stage.ws.click(answer, "vote", "positive", user=COLLEAGUE.id)
    await thanked(stage, "Ačiū, kad pasakėte.", COLLEAGUE.id)
    assert await tallies(stage, JudgedKind.CODE) == {"451": VoteTally("451", 2, 0)}


async def test_thanks_for_a_vote_on_an_answer_in_a_thread_are_said_there(one_stage: Stage) -> None:
    message = await one_stage.ws.say("@mailbot 451")
    answer = await one_stage.answer(1, thread=message.ts, has="451")
    await one_stage.ws.click(answer, "vote", "positive")
    assert (await thanked(one_stage, "Ačiū, kad pasakėte.")).thread_ts == message.ts


async def test_a_bounces_vote_names_its_rule(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", f"en {BOUNCE}")
    answer = await one_stage.answer(1, has="552")
    await one_stage.ws.click(answer, "vote", "negative")
    await thanked(one_stage, "so that it can be corrected")
    (window,) = await one_stage.ws.until(lambda state: state.modals(YOU.id))
    await one_stage.ws.submit(window, {"vote:reason": "ona@imone.lt has no such mailbox"})
    await one_stage.ws.idle()
    store = Store(one_stage.settings.database_url, case_days=1)
    (reason,) = await store.statistics.reasons()
    await store.close()
    assert reason.reason == "o***@imone.lt has no such mailbox"
    (rule,) = await tallies(one_stage, JudgedKind.RULE)
    assert "/" in rule


async def test_a_domains_vote_names_the_findings_that_were_told(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", "imone.example")
    answer = await one_stage.answer(1, has="Patikrinta")
    await one_stage.ws.click(answer, "vote", "negative")
    await thanked(one_stage, "Užsirašiau")
    assert len(await tallies(one_stage, JudgedKind.FINDING)) == 2


async def test_nobody_votes_on_help(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "")
    answer = await one_stage.answer(1)
    assert not any(block["type"] == "context_actions" for block in answer.blocks)
