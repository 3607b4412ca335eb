"""The commands that answer in words: the same answers as in Slack, and an exit status for scripts."""

import pytest

from bot.workspace.dns import DnsServer
from tests.cli.conftest import Command
from tests.scenarios.recorded import CASES, Recorded


async def test_a_sample_domain_is_checked_without_any_name_server(mailbot: Command) -> None:
    broken = await mailbot("mailcheck", "imone.example", "--lang", "en")
    assert broken.status == 1
    assert "The SPF record doesn't include OVHcloud" in broken.printed
    assert "\x1b" not in broken.printed


async def test_several_domains_stand_side_by_side(mailbot: Command) -> None:
    done = await mailbot("mailcheck", "imone.example", "sveika.example", "--lang", "lt")
    assert "imone.example" in done.printed
    assert "sveika.example" in done.printed


async def test_what_is_no_domain_is_wrong_usage_and_says_what_to_type(mailbot: Command) -> None:
    done = await mailbot("mailcheck", "ne domenas!", "--lang", "lt")
    assert (done.status, done.printed) == (2, "")
    assert "imone.lt" in done.complaint


@pytest.mark.parametrize(
    ("context", "text", "says"),
    [
        ("domain:imone.example", "o kas dėl SPF?", "include:mx.ovh.com"),
        ("code:451", "kas turi veikti?", "Kas turi imtis veiksmų"),
        ("code:451", "what does it mean?", "451"),
    ],
)
async def test_a_question_is_answered_in_words(mailbot: Command, context: str, text: str, says: str) -> None:
    done = await mailbot("ask", "--context", context, text)
    assert done.status == 0
    assert says in done.printed


async def test_a_question_that_is_none_of_its_business_is_not_answered(mailbot: Command) -> None:
    assert (await mailbot("ask", "--context", "code:451", "koks oras rytoj?")).status == 2


@pytest.mark.parametrize("language", ["lt", "en"])
async def test_a_bounce_is_followed_to_its_root_as_in_slack(mailbot: Command, language: str) -> None:
    case = Recorded(CASES / "spf-missing-sender")
    async with DnsServer(case.zones()) as dns:
        server = f"{dns.host}:{dns.port}"
        done = await mailbot("bounce", "--investigate", "--nameserver", server, "--lang", language, str(case.bounce))
    assert done.status == 1
    assert case.says(language).replace("`", "") in " ".join(done.printed.split())
    assert "rasa.petrauskiene@gmail.com" in done.printed


async def test_without_investigation_nobody_is_asked(mailbot: Command) -> None:
    case = Recorded(CASES / "spf-missing-sender")
    async with DnsServer(case.zones()) as dns:
        server = f"{dns.host}:{dns.port}"
        done = await mailbot("bounce", "--nameserver", server, "--lang", "en", str(case.bounce))
        assert dns.queries == 0
    assert "The sender could not be verified" in done.printed
