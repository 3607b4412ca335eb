"""What an administrator's browser shows when an installation has ended, in the browser's language."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from slack_bolt.oauth.async_callback_options import AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.response import BoltResponse

from bot.languages import languages, otherwise
from bot.replies.pages import HEADERS, install_page
from bot.replies.words.phrases import phrases

SLACK_AWAY, STORAGE_AWAY = "slack_away", "storage_error"
_WHY = {
    "access_denied": "install.why-declined",
    "invalid_browser": "install.why-browser",
    "invalid_state": "install.why-late",
    "missing_code": "install.why-code",
    "invalid_code": "install.why-code",
    STORAGE_AWAY: "install.why-storage",
    SLACK_AWAY: "install.why-slack",
}
"""Bolt's and Slack's words for why it ended, and ours. Any other word may be anybody's: it stands in the address."""
_HTML = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}


async def installed(ended: AsyncSuccessArgs) -> BoltResponse:
    """Done: what to type next, and the way back to Slack. The browser's state has served its purpose."""
    say = phrases(_language(ended.request.headers)).say
    done = ended.installation
    address = f"https://slack.com/app_redirect?{urlencode({'app': done.app_id, 'team': done.team_id or ''})}"
    text = say("install.done", team=done.team_name or done.team_id or done.enterprise_name or done.enterprise_id)
    page = _page(ended.request.headers, 200, "install.done-title", text, address, "install.open")
    page.headers["set-cookie"] = [ended.settings.state_utils.build_set_cookie_for_deletion()]
    return page


async def failed(ended: AsyncFailureArgs) -> BoltResponse:
    """Refused or gone wrong: why, as far as it is known, and the way to begin again."""
    say = phrases(_language(ended.request.headers)).say
    text = say("install.failed", why=say(_WHY.get(ended.reason, "install.why-other")))
    status = ended.suggested_status_code
    return _page(
        ended.request.headers, status, "install.failed-title", text, ended.settings.install_path, "install.again"
    )


def _page(
    headers: Mapping[str, Sequence[str]], status: int, title: str, text: str, address: str, link: str
) -> BoltResponse:
    language = _language(headers)
    say = phrases(language).say
    body = install_page(language, title=say(title), text=text, address=address, link=say(link))
    return BoltResponse(status=status, body=body, headers=dict(_HTML))


def _language(headers: Mapping[str, Sequence[str]]) -> str:
    """The first of the browser's languages that there are words for (RFC 9110, 12.5.4)."""
    wanted = ",".join(headers.get("accept-language", ())).split(",")
    return next((tag.strip()[:2].lower() for tag in wanted if tag.strip()[:2].lower() in languages()), otherwise())
