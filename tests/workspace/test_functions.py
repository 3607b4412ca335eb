"""Steps of workflows: run by the workspace, done by an unmodified Bolt app, completed once."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace.manifest import Function, Manifest, Parameter
from bot.workspace.values import Execution
from bot.workspace.workspace import Workspace
from tests.workspace.conftest import bolt

REVERSE = Function(
    "reverse",
    "Reverse",
    "Reverses a text",
    (Parameter("text", "string", required=True), Parameter("times", "integer")),
    (Parameter("text", "string", required=True), Parameter("length", "integer", required=True)),
)


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace(manifest=Manifest(functions=(REVERSE,), org_deploy_enabled=True, open=True)) as workspace:
        yield workspace


async def ended(ws: Workspace, execution: Execution) -> Execution:
    await ws.until(lambda state: not state.executions[execution.id].running)
    return ws.state.executions[execution.id]


async def test_a_step_is_done_by_the_app_and_completed_with_its_outputs(ws, connect):
    app = bolt(ws)

    @app.function("reverse")
    async def reverse(inputs, complete, fail):
        if inputs["text"] == "":
            await fail("nothing to reverse")
        await complete({"text": inputs["text"][::-1] * inputs.get("times", 1), "length": len(inputs["text"])})

    await connect(app)
    execution = await ended(ws, await ws.run_step("reverse", {"text": "abc", "times": "2"}))
    assert execution.outputs == {"text": "cbacba", "length": 3}
    (heard,) = [delivery.event for delivery in ws.deliveries if delivery.event.get("type") == "function_executed"]
    assert heard["function"]["callback_id"] == "reverse"
    assert [input_parameter["name"] for input_parameter in heard["function"]["input_parameters"]] == ["text", "times"]
    assert heard["bot_access_token"] != ws.bot_token


async def test_a_step_that_fails_says_why(ws, connect):
    app = bolt(ws)

    @app.function("reverse")
    async def reverse(fail):
        await fail("not today")

    await connect(app)
    execution = await ended(ws, await ws.run_step("reverse", {"text": "abc"}))
    assert (execution.outputs, execution.error) == (None, "not today")


async def test_an_execution_ends_once_and_with_the_outputs_that_the_manifest_promises(ws, connect, client):
    """https://docs.slack.dev/reference/methods/functions.completeSuccess#errors"""
    app = bolt(ws)

    @app.function("reverse")
    async def reverse(ack):
        await ack()

    await connect(app)
    execution = await ws.run_step("reverse", {"text": "abc"})
    for outputs in ({}, {"text": "x", "length": "3"}, {"text": "x", "length": 3, "more": 1}):
        with pytest.raises(SlackApiError, match="parameter_validation_failed"):
            await client.functions_completeSuccess(function_execution_id=execution.id, outputs=outputs)
    await client.functions_completeSuccess(function_execution_id=execution.id, outputs={"text": "x", "length": 3})
    with pytest.raises(SlackApiError, match="execution_not_in_running_state"):
        await client.functions_completeError(function_execution_id=execution.id, error="late")
    with pytest.raises(SlackApiError, match="function_execution_not_found"):
        await client.functions_completeError(function_execution_id="Fx0", error="none")


async def test_workflow_builder_offers_what_the_manifest_has_and_wants_what_is_required(ws):
    for callback_id, inputs, words in (
        ("shout", {}, "no step shout"),
        ("reverse", {}, "text must be filled"),
        ("reverse", {"text": "x", "volume": "11"}, "no such input: volume"),
    ):
        with pytest.raises(ValueError, match=words):
            await ws.run_step(callback_id, inputs)
    async with Workspace(manifest=Manifest(functions=(REVERSE,))) as other:
        with pytest.raises(ValueError, match="ready for organizations"):
            await other.run_step("reverse", {"text": "x"})
