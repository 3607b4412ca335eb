"""A workflow's step, completed in Slack: its outputs as the manifest names them, or in words why it failed."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.step import CheckedDomain, ExplainedBounce, StepOutcome, work_out
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.asked import WorkflowStep
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk
from bot.domains.engine.verdict import verdict
from bot.domains.values import Status
from bot.replies.render import gist, letter, plain

log = logging.getLogger(__name__)
_ENDED = ("execution_not_in_running_state", "function_execution_not_found")
"""Slack's errors for a step that was completed before, or whose workflow was stopped."""


async def run(client: AsyncWebClient, step: WorkflowStep, case: Case, desk: Desk) -> None:
    """Raises SlackApiError, and what the connection raises, where Slack could not be told."""
    try:
        outcome = await work_out(step, case, desk)
    except Exception:  # any fault: it is logged, and the workflow is told
        log.exception("a step of a workflow could not be done")
        outcome = RefusalAnswer(Refusal.TRY_AGAIN)
    await _end(client, step, outcome, case.language)


async def fail(client: AsyncWebClient, step: WorkflowStep, reason: Refusal, language: str) -> None:
    await _end(client, step, RefusalAnswer(reason), language)


async def _end(client: AsyncWebClient, step: WorkflowStep, outcome: StepOutcome, language: str) -> None:
    try:
        if isinstance(outcome, CheckedDomain | ExplainedBounce):
            outputs = (
                _of_domain(outcome, language) if isinstance(outcome, CheckedDomain) else _of_bounce(outcome, language)
            )
            await client.functions_completeSuccess(function_execution_id=step.execution, outputs=outputs)
        else:
            await client.functions_completeError(function_execution_id=step.execution, error=plain(outcome, language))
    except SlackApiError as error:
        if error.response.get("error") not in _ENDED:
            raise
        log.info("a step of a workflow had ended before")


async def _complete(client: AsyncWebClient, step: WorkflowStep, outputs: dict[str, Any]) -> None:
    await client.functions_completeSuccess(function_execution_id=step.execution, outputs=outputs)


def _of_domain(checked: CheckedDomain, language: str) -> dict[str, Any]:
    report = checked.answer.report
    return {
        "verdict": verdict(report).level.value,
        "findings": plain(checked.answer, language),
        "errors": sum(finding.status is Status.ERROR for finding in report.findings),
        "report": checked.link,
    }


def _of_bounce(explained: ExplainedBounce, language: str) -> dict[str, Any]:
    return {
        "cause": gist(explained.answer, language),
        "who": plain(explained.who, language),
        "again": plain(explained.again, language),
        "letter": letter(explained.letter) if explained.letter else "",
    }
