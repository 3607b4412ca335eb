"""The settings, read from the environment and checked at start.

Every setting has a default except Slack's secrets; which of them are needed depends on the way of running. One
workspace needs its token. Many workspaces need the app's own secrets, with which each workspace's tokens are requested,
and keys to encrypt the tokens with.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.languages import languages

_RATE = r"^[1-9]\d*/(second|minute|hour|day)$"


class Mode(StrEnum):
    """How the bot is run."""

    WEB = "web"
    """HTTP requests from Slack."""
    SOCKET = "socket"
    """Socket Mode."""
    WORKER = "worker"
    """No requests from Slack: only background work, which the other two also do."""


class Settings(BaseSettings):
    """The environment's settings. Names are upper case there: `SLACK_BOT_TOKEN`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    """Set together with the client secret if workspaces install the bot themselves, by OAuth."""
    slack_client_secret: SecretStr = SecretStr("")
    token_keys: SecretStr = SecretStr("")
    """Fernet keys for installed tokens, separated by commas: the first encrypts, all decrypt."""
    slack_api_url: str = Field("https://slack.com/api/", pattern=r"^https?://.+/$")
    host: str = "0.0.0.0"  # nosec B104  # noqa: S104  # a container's port is opened from outside
    port: int = Field(3000, ge=0, le=65535)
    database_url: str = Field("sqlite+aiosqlite:///mailbot.db", pattern=r"^(sqlite|postgres|postgresql)(\+\w+)?://")
    default_language: str = "lt"
    supported_provider: str | None = None
    workspace_settings_by: Literal["anyone", "admins"] = "anyone"
    """Who may choose in Slack what holds for a whole workspace."""
    case_days: int = Field(30, ge=1)
    dns_nameservers: str = ""
    """`HOST[:PORT]`, separated by commas; empty: the system's resolvers."""
    dns_over: str = Field("", pattern=r"^$|^(https|tls)://.+")
    dns_timeout: float = Field(3.0, gt=0, le=30)
    sample_nameserver: str = Field("", pattern=r"^$|^[^:]+:\d+$")
    """The name server for `.example` and `.test`, which the public DNS does not have (RFC 6761); empty: none."""
    spread_resolvers: str = ""
    """`HOST[:PORT]`, separated by commas: resolvers asked, besides public ones, whether a change has spread."""
    spread_public: Literal["on", "off"] = "on"
    """Whether public resolvers are asked too, which then learn the domain's name."""
    status_pages: Literal["on", "off"] = "on"
    """Whether the status pages of a domain's mail providers are asked."""
    smtp_probe: Literal["on", "off"] = "off"
    rpki: Literal["on", "off"] = "off"
    """Whether RIPEstat is asked about the routes to mail hosts."""
    user_rate: str = Field("30/minute", pattern=_RATE)
    """Questions that one person may ask; a message may hold several."""
    workspace_rate: str = Field("600/minute", pattern=_RATE)
    redis_url: str = Field("", pattern=r"^$|^rediss?://.+")
    """Where several processes count questions together; empty: each process counts its own."""
    ops_port: int = Field(0, ge=0, le=65535)
    """Serves health, readiness and metrics beside the bot; 0: `web` serves them on its own port, the others nowhere."""
    log_format: Literal["auto", "json", "text"] = "auto"
    """`auto`: text on a terminal, JSON elsewhere."""
    sentry_dsn: SecretStr = SecretStr("")
    public_url: str = Field("", pattern=r"^$|^https?://[^/\s?#]+(/[^\s?#]*)?$")
    """Where `web` is reached from outside; empty: there are no links to reports."""
    report_logo: str = ""
    """A picture file (PNG, JPEG, WebP or SVG, 100 KB at most) that stands at the head of reports; empty: none."""
    link_keys: SecretStr = SecretStr("")
    """Keys that sign links, separated by commas: the first signs, all verify."""

    @field_validator("default_language")
    @classmethod
    def _is_language(cls, code: str) -> str:
        if code not in languages():
            raise ValueError(code)
        return code

    @property
    def many_workspaces(self) -> bool:
        """Whether workspaces install the bot by OAuth."""
        return bool(self.slack_client_id or self.slack_client_secret.get_secret_value())

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that must not appear in a log, each key by itself."""
        values = (value.get_secret_value() for _, value in self if isinstance(value, SecretStr))
        return (*filter(None, values), *self.keys, *self.signing_keys)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of `token_keys`, the one that encrypts first."""
        return _listed(self.token_keys)

    @property
    def signing_keys(self) -> tuple[str, ...]:
        """The keys of `link_keys`, the one that signs first."""
        return _listed(self.link_keys)


def _listed(keys: SecretStr) -> tuple[str, ...]:
    return tuple(key.strip() for key in keys.get_secret_value().split(",") if key.strip())


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """A setting that is missing or wrong: its name in the environment, and the phrase that says what is wrong."""

    setting: str
    phrase: str


class SettingsError(Exception):
    """The settings do not suffice for the way the bot is run."""

    def __init__(self, problems: tuple[SettingProblem, ...]) -> None:
        super().__init__(", ".join(problem.setting for problem in problems))
        self.problems = problems


_PREFIXES = {
    "slack_bot_token": (("xoxb-", "xoxe."), "settings.not-bot-token"),
    "slack_app_token": (("xapp-",), "settings.not-app-token"),
}
_WRONG = {"default_language": "settings.not-language"}
"""What is said of a wrong value, where it is more than that it is wrong."""
_OF_MODE = {Mode.WEB: ("slack_signing_secret",), Mode.SOCKET: ("slack_app_token",), Mode.WORKER: ("database_url",)}
_OF_ONE = ("slack_bot_token",)
_OF_MANY = ("slack_client_id", "slack_client_secret", "token_keys")
_OF_PAGES = ("link_keys",)
_SHORTEST_KEY = 32
"""Characters; a key of this length cannot be guessed."""


def read() -> Settings:
    """The environment's settings. Raises SettingsError, which names every setting with an invalid value."""
    try:
        return Settings()
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors())
        problems = tuple(SettingProblem(name.upper(), _WRONG.get(name, "settings.wrong")) for name in names)
        raise SettingsError(problems) from error


def load(mode: Mode) -> Settings:
    """The settings for one way of running. Raises SettingsError, which names every setting that is missing or wrong."""
    settings = read()
    needed = (*(_OF_MANY if settings.many_workspaces else _OF_ONE), *_OF_MODE[mode])
    pages = _OF_PAGES if settings.public_url else ()
    problems = tuple(filter(None, (problem_with(settings, name) for name in (*needed, *pages))))
    if problems:
        raise SettingsError(problems)
    return settings


def problem_with(settings: Settings, name: str) -> SettingProblem | None:
    """What is wrong with a setting that is needed; None if it is right."""
    value = getattr(settings, name)
    text: str = value if isinstance(value, str) else value.get_secret_value()
    if not text:
        return SettingProblem(name.upper(), "settings.missing")
    prefixes, phrase = _PREFIXES.get(name, ((), ""))
    if prefixes and not text.startswith(prefixes):
        return SettingProblem(name.upper(), phrase)
    if name == "database_url" and text.startswith("sqlite"):
        return SettingProblem(name.upper(), "settings.not-shared-database")
    if name == "token_keys" and not all(map(_is_key, settings.keys)):
        return SettingProblem(name.upper(), "settings.not-token-keys")
    if name == "link_keys" and any(len(key) < _SHORTEST_KEY for key in settings.signing_keys):
        return SettingProblem(name.upper(), "settings.not-link-keys")
    return None


def _is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True
