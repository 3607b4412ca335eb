"""The commands that answer in words: the same answers as in Slack, and an exit status for scripts."""

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from bot.workspace.dns import DnsServer
from tests.scenarios.recorded import CASES, Recorded


@dataclass(frozen=True, slots=True)
class Done:
    status: int
    said: str
    complaint: str


async def mailbot(*arguments: str) -> Done:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DNS_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    out, err = await process.communicate()
    return Done(process.returncode or 0, out.decode(), err.decode())


async def test_a_sample_domain_is_checked_without_any_name_server() -> None:
    broken = await mailbot("mailcheck", "imone.example", "--lang", "en")
    assert broken.status == 1
    assert "The SPF record doesn't include OVHcloud" in broken.said
    assert "\x1b" not in broken.said


async def test_several_domains_stand_side_by_side() -> None:
    done = await mailbot("mailcheck", "imone.example", "sveika.example", "--lang", "lt")
    assert "imone.example" in done.said
    assert "sveika.example" in done.said


async def test_what_is_no_domain_is_wrong_usage_and_says_what_to_type() -> None:
    done = await mailbot("mailcheck", "ne domenas!", "--lang", "lt")
    assert (done.status, done.said) == (2, "")
    assert "imone.lt" in done.complaint


@pytest.mark.parametrize(
    ("context", "text", "says"),
    [
        ("domain:imone.example", "o kas dėl SPF?", "include:mx.ovh.com"),
        ("code:451", "kas turi veikti?", "Kas turi imtis veiksmų"),
        ("code:451", "what does it mean?", "451"),
    ],
)
async def test_a_question_is_answered_in_words(context: str, text: str, says: str) -> None:
    done = await mailbot("ask", "--context", context, text)
    assert done.status == 0
    assert says in done.said


async def test_a_question_that_is_none_of_its_business_is_not_answered() -> None:
    assert (await mailbot("ask", "--context", "code:451", "koks oras rytoj?")).status == 2


@pytest.mark.parametrize("language", ["lt", "en"])
async def test_a_bounce_is_followed_to_its_root_as_in_slack(language: str) -> None:
    case = Recorded(CASES / "spf-missing-sender")
    async with DnsServer(case.zones()) as dns:
        server = f"{dns.host}:{dns.port}"
        done = await mailbot("bounce", "--investigate", "--nameserver", server, "--lang", language, str(case.bounce))
    assert done.status == 1
    assert case.says(language).replace("`", "") in " ".join(done.said.split())
    assert "rasa.petrauskiene@gmail.com" in done.said


async def test_without_investigation_nobody_is_asked() -> None:
    case = Recorded(CASES / "spf-missing-sender")
    async with DnsServer(case.zones()) as dns:
        server = f"{dns.host}:{dns.port}"
        done = await mailbot("bounce", "--nameserver", server, "--lang", "en", str(case.bounce))
        assert dns.queries == 0
    assert "The sender could not be verified" in done.said
