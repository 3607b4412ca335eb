"""A phrase as Slack's text object."""

from bot.replies.words.phrases import phrases
from bot.slack.wire.payloads import Fields


def plain(language: str, phrase: str) -> Fields:
    return {"type": "plain_text", "text": phrases(language).say(phrase)}
