"""What an app's manifest tells the workspace: the commands, shortcuts, scopes and events it may use.

The form is Slack's (https://docs.slack.dev/reference/app-manifest); of a manifest only what shows on the wire is read.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SlashCommand:
    name: str
    """With its slash."""
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    name: str
    callback_id: str
    on_message: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a step is given, or gives. https://docs.slack.dev/tools/bolt-python/concepts/custom-steps"""

    name: str
    type: str
    """`string`, `integer`, `boolean`, `slack#/types/user_id`, ..."""
    title: str = ""
    description: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A step of the app's that workflows may have."""

    callback_id: str
    title: str
    description: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    name: str = "mailbot"
    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    """Subscribed bot events, `message.channels` among them."""
    functions: tuple[Function, ...] = ()
    org_deploy_enabled: bool = False
    """Without it no workflow runs the app's steps."""
    open: bool = False
    """No manifest was given: every command, scope and event is allowed."""

    def command(self, name: str) -> SlashCommand | None:
        command = next((command for command in self.commands if command.name == name), None)
        return command or (SlashCommand(name, should_escape=True) if self.open else None)

    def function(self, callback_id: str) -> Function | None:
        return next((function for function in self.functions if function.callback_id == callback_id), None)

    def allows(self, scope: str) -> bool:
        return self.open or scope in self.scopes

    def hears(self, event: str) -> bool:
        return self.open or event in self.events


ANY = Manifest(open=True)


def read(source: Path | str) -> Manifest:
    """A manifest from a JSON file. Raises ValueError, naming the file, where it is none."""
    try:
        data = json.loads(Path(source).read_text("utf-8"))
        features, settings = data.get("features", {}), data.get("settings", {})
        return Manifest(
            name=features.get("bot_user", {}).get("display_name") or data["display_information"]["name"],
            commands=tuple(_command(command) for command in features.get("slash_commands", ())),
            shortcuts=tuple(
                Shortcut(shortcut["name"], shortcut["callback_id"], shortcut["type"] == "message")
                for shortcut in features.get("shortcuts", ())
            ),
            scopes=frozenset(data.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            functions=tuple(_function(name, function) for name, function in data.get("functions", {}).items()),
            org_deploy_enabled=bool(settings.get("org_deploy_enabled")),
        )
    except (json.JSONDecodeError, KeyError, AttributeError) as fault:
        raise ValueError(f"{source}: not a Slack app manifest: {fault!r}") from fault


def _command(table: dict[str, Any]) -> SlashCommand:
    return SlashCommand(
        table["command"], table.get("description", ""), table.get("usage_hint", ""), bool(table.get("should_escape"))
    )


def _function(callback_id: str, table: dict[str, Any]) -> Function:
    return Function(
        callback_id,
        table["title"],
        table["description"],
        _parameters(table["input_parameters"]),
        _parameters(table["output_parameters"]),
    )


def _parameters(named: dict[str, dict[str, Any]]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name, table["type"], table.get("title", name), table.get("description", ""), bool(table.get("is_required"))
        )
        for name, table in named.items()
    )
