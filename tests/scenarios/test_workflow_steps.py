"""The bot's steps in workflows: a form or a ticket is answered without anybody typing to the bot."""

from bot.workspace.values import Execution
from tests.scenarios.stage import Stage

BOUNCE = """Final-Recipient: rfc822; jonas@imone.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown"""


async def ended(stage: Stage, execution: Execution) -> Execution:
    await stage.ws.until(lambda state: not state.executions[execution.id].running, timeout=60)
    return stage.ws.state.executions[execution.id]


async def run(stage: Stage, callback_id: str, **inputs: str) -> Execution:
    return await ended(stage, await stage.ws.run_step(callback_id, inputs))


async def test_a_domain_is_checked_and_a_bounce_explained_and_nothing_is_said_in_any_channel(stage: Stage) -> None:
    checked = (await run(stage, "check_domain", domain="imone.example", language="en")).outputs
    assert checked is not None
    assert (checked["verdict"], checked["errors"]) == ("warning", 0)
    assert "imone.example" in checked["findings"]
    assert checked["report"] == ""
    explained = (await run(stage, "explain_bounce", text=BOUNCE)).outputs
    assert explained is not None
    assert "nėra" in explained["cause"]
    assert explained["who"]
    assert explained["again"]
    assert explained["letter"].startswith("Laba diena")
    assert "jonas@imone.example" not in str(explained)
    code = (await run(stage, "explain_bounce", text="451", language="en")).outputs
    assert code is not None
    assert code["cause"].startswith("451 – ")
    assert code["letter"].startswith("Hello")
    assert stage.ws.state.messages() == ()


async def test_what_cannot_be_done_fails_in_words_of_the_language(one_stage: Stage) -> None:
    for words, callback_id, inputs in (
        ("nepanašu į domeną", "check_domain", {"domain": "kas čia?"}),
        ("po vieną domeną", "check_domain", {"domain": "imone.example sveika.example"}),
        ("nemoku", "check_domain", {"domain": "imone.example", "language": "klingon"}),
        ("bounce", "explain_bounce", {"text": "Hello! How are you?", "language": "en"}),
    ):
        failed = await run(one_stage, callback_id, **inputs)
        assert failed.outputs is None
        assert words in failed.error


async def test_too_many_steps_fail_and_say_so(one_stage: Stage) -> None:
    await one_stage.stop_bot()
    await one_stage.start_bot(user_rate="1/hour")
    assert (await run(one_stage, "explain_bounce", text="451")).outputs
    assert "per daug klausimų" in (await run(one_stage, "explain_bounce", text="451")).error
