"""Bolt's installation flow, made to survive when Slack or the database is out of reach."""

import logging
from typing import Any

from slack_bolt.oauth.async_callback_options import AsyncFailureArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.delivery.retries import out_of_reach
from bot.slack.oauth.install_pages import SLACK_AWAY, STORAGE_AWAY, failed
from bot.storage.database import FAULTS

log = logging.getLogger(__name__)


class InstallFlow(AsyncOAuthFlow):
    """The installation flow. Neither fault uses up the state: the browser may come back with it."""

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        try:
            return await super().handle_callback(request)
        except Exception as error:
            if out_of_reach(error):
                reason = SLACK_AWAY
            elif isinstance(error, FAULTS):
                reason = STORAGE_AWAY
            else:
                raise
            log.exception("an installation could not be completed")
            return await failed(
                AsyncFailureArgs(
                    request=request,
                    reason=reason,
                    suggested_status_code=503,
                    settings=self.settings,
                    default=self.default_callback_options,
                )
            )


class Exchange(AsyncWebClient):
    """Slack's client for the flow, in which Bolt takes a Slack that fails (SlackApiError, too) for one that refuses."""

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        try:
            return await super().api_call(api_method, **arguments)
        except SlackApiError as error:
            if out_of_reach(error):
                raise ConnectionError(api_method) from error
            raise
