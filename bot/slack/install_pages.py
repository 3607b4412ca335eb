"""What an administrator's browser shows when an installation has ended, in the browser's language."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from slack_bolt.oauth.async_callback_options import AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.response import BoltResponse

from bot.replies.folder import languages
from bot.replies.phrases import phrases

_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title><body style="font: 1.1rem/1.5 system-ui; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>{title}</h1><p>{text}</p><p><a href="{address}">{link}</a></p>"""


async def installed(ended: AsyncSuccessArgs) -> BoltResponse:
    """Done: what to type next, and the way back to Slack."""
    say = phrases(_language(ended.request.headers)).say
    done = ended.installation
    address = f"https://slack.com/app_redirect?{urlencode({'app': done.app_id, 'team': done.team_id or ''})}"
    text = say("install.done", team=done.team_name or done.team_id)
    return _page(ended.request.headers, 200, "install.done-title", text, address, "install.open")


async def failed(ended: AsyncFailureArgs) -> BoltResponse:
    """Refused or gone wrong: Slack's word for why, and the way to begin again."""
    text = phrases(_language(ended.request.headers)).say("install.failed", reason=ended.reason)
    status = ended.suggested_status_code
    return _page(
        ended.request.headers, status, "install.failed-title", text, ended.settings.install_path, "install.again"
    )


def _page(
    headers: Mapping[str, Sequence[str]], status: int, title: str, text: str, address: str, link: str
) -> BoltResponse:
    language = _language(headers)
    say = phrases(language).say
    values = {"title": say(title), "text": text, "address": address, "link": say(link)}
    body = _PAGE.format(language=language, **{name: escape(value) for name, value in values.items()})
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})


def _language(headers: Mapping[str, Sequence[str]]) -> str:
    """The first language of the browser's that there are words for (RFC 9110, 12.5.4); English where there is none."""
    wanted = ",".join(headers.get("accept-language", ())).split(",")
    return next((tag.strip()[:2].lower() for tag in wanted if tag.strip()[:2].lower() in languages()), "en")
