"""`mailbot mailcheck DOMAIN --spread`, over the wire with the sample zones."""

import json
import subprocess
import sys

import pytest


def spread(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "mailcheck", *arguments, "--spread"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("language", "title"), [("lt", "Ar jau pasklido?"), ("en", "Has it spread?")])
def test_it_is_told_in_words(language: str, title: str) -> None:
    """A sample domain's name servers are nowhere: what they hold is not known, and not called the same everywhere."""
    done = spread("acme.example", "--lang", language)
    assert done.returncode == 1
    assert done.stdout.startswith(title)
    assert "ns1.acme.example" in done.stdout


def test_scripts_get_the_same_as_json() -> None:
    told = json.loads(spread("acme.example", "dkim=s1", "--json").stdout)
    assert (told["verdict"], told["zone"]) == ("unknown", "acme.example")
    assert told["current"][-1]["place"]["name"] == "s1._domainkey.acme.example"
