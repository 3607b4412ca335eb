"""An app's manifest, as far as the workspace heeds it."""

import json

import pytest

from bot.workspace.manifest import read

APP = {
    "display_information": {"name": "Mail bot"},
    "features": {
        "bot_user": {"display_name": "mailbot"},
        "slash_commands": [{"command": "/smtp", "description": "x", "usage_hint": "451", "should_escape": True}],
        "shortcuts": [{"name": "Explain", "type": "message", "callback_id": "explain", "description": "x"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.channels"]}},
}


def test_a_manifest_says_what_the_app_may_use(tmp_path):
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(APP))
    manifest = read(file)
    assert manifest.name == "mailbot"
    assert manifest.command("/smtp").should_escape
    assert manifest.command("/other") is None
    assert [shortcut.on_message for shortcut in manifest.shortcuts] == [True]
    assert manifest.allows("chat:write")
    assert not manifest.allows("files:read")
    assert manifest.hears("message.channels")


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"display_information": {"name": "x"}, "features": {"shortcuts": [{}]}}']
)
def test_what_is_no_manifest_is_named(tmp_path, text):
    file = tmp_path / "manifest.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"manifest\.json: not a Slack app manifest"):
        read(file)
