"""The manifest that an administrator imports: within Slack's rules, and asking for no more than is needed."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from bot.cases.values.asked import StepKind
from bot.languages import languages
from bot.slack.wire.manifest import written

ROOT = Path(__file__).parents[1]
MANIFEST = json.loads((ROOT / "manifest.json").read_text("utf-8"))
SCHEMA = json.loads((Path(__file__).parent / "data" / "manifest.schema.json").read_text("utf-8"))

NEEDED = {
    "app_mentions:read": "a mention in any thread is a question",
    "assistant:write": "suggested prompts in the conversation with the bot",
    "channels:history": "follow-ups in the bot's threads in public channels",
    "groups:history": "the same in private channels",
    "channels:read": "that a public channel was archived, or the bot removed from it: its watches end",
    "groups:read": "the same of private channels",
    "im:history": "direct messages",
    "mpim:history": "group messages",
    "chat:write": "answers",
    "commands": "/smtp, /mailcheck and the shortcuts",
    "files:read": "a dropped .eml",
    "files:write": "the picture of a domain's history",
    "users:read": "who typed a command, the language of their Slack, whether they are an administrator",
}
"""Every scope that is asked for, with what it is for: docs/privacy.md says the same."""

SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}
LEAVING = {"app_uninstalled", "team_access_revoked", "tokens_revoked"}
UNSCOPED = {*LEAVING, "app_home_opened", "function_executed"}
"""Events that need no scope."""


@pytest.fixture(name="jsonschema")
def _jsonschema() -> ModuleType:
    """It compiles the grammar of RFC 3987 when it is imported: not while tests are collected."""
    import jsonschema

    return jsonschema


def test_slack_would_import_it(jsonschema: ModuleType) -> None:
    jsonschema.validate(MANIFEST, SCHEMA)


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_it_passes_slacks_own_schema(jsonschema: ModuleType, version: str) -> None:
    """https://github.com/slackapi/manifest-schema. Version 2 has another form of functions; the rest is the same."""
    schema = ROOT.parent / "shared" / "slack" / f"manifest.schema.{version}.json"
    if not schema.is_file():
        pytest.skip(f"Slack's published {schema.name} is not beside this checkout, in ../shared/slack")
    own = f"{MANIFEST['_metadata']['major_version']}.0.0"
    shown = MANIFEST if version == own else {name: part for name, part in MANIFEST.items() if name != "functions"}
    jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8"))).validate(shown)


def test_the_rules_can_refuse(jsonschema: ModuleType) -> None:
    broken = json.loads(json.dumps(MANIFEST))
    broken["features"]["shortcuts"][0]["name"] = "x" * 25
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA)


def test_scopes_are_those_that_are_needed() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(NEEDED)


def test_every_event_has_its_scope() -> None:
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {SCOPE_OF_EVENT[event] for event in events if event not in UNSCOPED} <= set(NEEDED)


def test_a_workspace_that_leaves_is_heard_of() -> None:
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) >= LEAVING


def test_the_docs_say_why_each_scope_is_there() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    assert [scope for scope in NEEDED if f"`{scope}`" not in page] == []


def test_its_shortcuts_are_those_of_the_languages() -> None:
    """`python -m bot manifest` writes them."""
    assert written() == MANIFEST


def test_every_shortcut_is_there_in_every_language() -> None:
    by_name: dict[str, set[str]] = {}
    for shortcut in MANIFEST["features"]["shortcuts"]:
        name, _, language = shortcut["callback_id"].partition(":")
        by_name.setdefault(name, set()).add(language)
    assert by_name == {"explain_bounce": set(languages()), "check_domain": set(languages())}


def test_its_steps_are_those_that_the_bot_does_and_an_organization_may_install_them() -> None:
    """https://docs.slack.dev/tools/bolt-python/concepts/custom-steps: such an app is ready for organizations."""
    assert set(MANIFEST["functions"]) == {kind.value for kind in StepKind}
    assert MANIFEST["settings"]["org_deploy_enabled"]
    assert "function_executed" in MANIFEST["settings"]["event_subscriptions"]["bot_events"]
