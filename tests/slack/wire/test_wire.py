"""Whose a payload is, in the shapes that Slack documents."""

import pytest

from bot.slack.wire.payloads import Fields, team_of

OWN, THEIRS = "T0OWN", "T0THEIRS"


@pytest.mark.parametrize(
    "body",
    [
        {"team_id": THEIRS, "context_team_id": OWN, "authorizations": [{"team_id": OWN, "is_bot": True}]},
        {"team_id": OWN, "authorizations": []},
        {"team": {"id": OWN}, "user": {"id": "U1", "team_id": THEIRS}},
        {"team": {"id": THEIRS}, "user": {"team_id": THEIRS}, "view": {"app_installed_team_id": OWN}},
        {"team": None, "is_enterprise_install": True, "user": {"id": "U1", "team_id": OWN}},
    ],
)
def test_it_is_of_the_workspace_that_installed_the_bot(body: Fields) -> None:
    assert team_of(body) == OWN
