"""What the environment may say, checked at start.

Every setting has a default but Slack's own secrets, which the way of running asks for (`needs`).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(StrEnum):
    """How the bot is run."""

    WEB = "web"
    """HTTP requests from Slack."""
    WORKER = "worker"
    """Socket Mode."""


class Settings(BaseSettings):
    """The environment's settings. Names are upper case there: `SLACK_BOT_TOKEN`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = Field("https://slack.com/api/", pattern=r"^https?://.+/$")
    host: str = "0.0.0.0"  # noqa: S104  # a container's port is opened from outside
    port: int = Field(3000, ge=0, le=65535)
    database_url: str = "sqlite+aiosqlite:///mailbot.db"
    default_language: str = "lt"
    supported_provider: str | None = None
    case_days: int = Field(30, ge=1)
    dns_nameservers: str = ""
    """`HOST[:PORT]`, comma between; empty: the system's."""
    dns_over: str = Field("", pattern=r"^$|^(https|tls)://.+")
    dns_timeout: float = Field(3.0, gt=0, le=30)
    sample_nameserver: str = Field("", pattern=r"^$|^[^:]+:\d+$")
    """Who serves `.example` and `.test`, which are in nobody's DNS (RFC 6761); empty: nobody."""
    smtp_probe: Literal["on", "off"] = "off"


@dataclass(frozen=True, slots=True)
class Problem:
    """A setting that is missing or wrong: its name in the environment, and the phrase that says what is wrong."""

    setting: str
    phrase: str


class SettingsError(Exception):
    """The environment does not do for the way the bot is run."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.setting for problem in problems))
        self.problems = problems


_PREFIXES = {"slack_bot_token": ("xoxb-", "xoxe."), "slack_app_token": ("xapp-",)}
_NEEDED = {
    Mode.WEB: ("slack_bot_token", "slack_signing_secret"),
    Mode.WORKER: ("slack_bot_token", "slack_app_token"),
}


def load(mode: Mode) -> Settings:
    """The settings for one way of running. Raises SettingsError naming every setting that is missing or wrong."""
    try:
        settings = Settings()
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]).upper() for fault in error.errors())
        raise SettingsError(tuple(Problem(name, "settings.wrong") for name in names)) from error
    problems = tuple(filter(None, (_problem(settings, name) for name in _NEEDED[mode])))
    if problems:
        raise SettingsError(problems)
    return settings


def _problem(settings: Settings, name: str) -> Problem | None:
    value: str = getattr(settings, name).get_secret_value()
    if not value:
        return Problem(name.upper(), "settings.missing")
    if name in _PREFIXES and not value.startswith(_PREFIXES[name]):
        return Problem(name.upper(), f"settings.not-{name.removeprefix('slack_').replace('_', '-')}")
    return None
