"""What Slack suggests to ask in the conversation with the bot.

https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
"""

from slack_sdk.web.async_client import AsyncWebClient

from bot.replies.words.phrases import phrases

_PROMPTS = (
    ("assistant.code", "assistant.code-asked"),
    ("assistant.checklist", "assistant.checklist-asked"),
    ("assistant.limits", "assistant.limits-asked"),
    ("assistant.help", "assistant.help-asked"),
)
"""What a prompt is called, and what it asks. Slack shows four at most."""


async def suggest(client: AsyncWebClient, channel: str, language: str) -> None:
    """Shows the prompts in that language, in place of any other. Raises SlackApiError."""
    say = phrases(language).say
    await client.assistant_threads_setSuggestedPrompts(
        channel_id=channel,
        title=say("assistant.title"),
        prompts=[{"title": say(title), "message": say(message)} for title, message in _PROMPTS],
    )
