"""`mailbot mailcheck DOMAIN --spread`, over the wire with the sample zones."""

import json

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(("language", "title"), [("lt", "Ar jau pasklido?"), ("en", "Has it spread?")])
async def test_it_is_told_in_words(language: str, title: str, mailbot: Command) -> None:
    """A sample domain's name servers are nowhere: what they hold is not known, and not called the same everywhere."""
    done = await mailbot("mailcheck", "acme.example", "--lang", language, "--spread")
    assert done.status == 1
    assert done.printed.startswith(title)
    assert "ns1.acme.example" in done.printed


async def test_scripts_get_the_same_as_json(mailbot: Command) -> None:
    done = await mailbot("mailcheck", "acme.example", "dkim=s1", "--json", "--spread")
    spread = json.loads(done.printed)
    assert (spread["verdict"], spread["zone"]) == ("unknown", "acme.example")
    assert spread["current"][-1]["place"]["name"] == "s1._domainkey.acme.example"
