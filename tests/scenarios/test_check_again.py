""" "Check again": what changed between two checks, and a case that closes itself."""

from pathlib import Path

import pytest

from bot.workspace.dns import Zones
from tests.scenarios.conftest import playing
from tests.scenarios.recorded import Recorded, recorded, world
from tests.scenarios.stage import Stage, words

DOMAIN = "imone.example"
GOOD = {
    **world(),
    DOMAIN: [
        *(entry for entry in world()[DOMAIN] if not isinstance(entry, dict) or "TXT" not in entry),
        {"TXT": "v=spf1 include:mx.ovh.com -all"},
    ],
    f"_dmarc.{DOMAIN}": [{"TXT": f"v=DMARC1; p=reject; rua=mailto:dmarc@{DOMAIN}"}],
}


async def test_what_is_fixed_new_and_the_same_is_told_apart(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", DOMAIN)
    root = await one_stage.answer(1, has="Patikrinta")
    broken = {**GOOD, f"_dmarc.{DOMAIN}": [{"TXT": "v=DMARC1; p=none"}]}
    one_stage.dns.zones = Zones(broken)
    answer = await one_stage.ask("patikrink iš naujo", root, has="Kas pasikeitė")
    assert "DMARC įrašo nėra" in words(answer)
    assert "DMARC nuo klastojimo nesaugo" in words(answer)
    assert "Klausimą laikau išspręstu" not in words(answer)
    same = await one_stage.ask("patikrink iš naujo", root, has="Niekas nepasikeitė")
    assert "Klausimą laikau išspręstu" not in words(same)


async def test_a_case_closes_itself_with_thanks_when_all_is_fixed(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", DOMAIN)
    root = await stage.answer(1, has="Patikrinta")
    stage.dns.zones = Zones(GOOD)
    answer = await stage.ask("patikrink iš naujo", root, has="ačiū")
    assert "SPF įraše nėra" in words(answer)
    assert "Klausimą laikau išspręstu" in words(answer)


def case(name: str) -> Recorded:
    return next(each for each in recorded() if each.name == name)


@pytest.mark.parametrize("way", ["http", "socket"])
async def test_a_bounce_whose_cause_is_mended_closes_its_case(way: str, tmp_path: Path) -> None:
    broken = case("spf-missing-sender")
    async with playing(way, tmp_path, broken.zones(), "en") as stage:
        root = await stage.ws.drop_file("bounce.eml", broken.bounce.read_bytes(), mimetype="message/rfc822")
        await stage.answer(1, thread=root.ts, has=broken.says("en"))
        still = await stage.ask("check again", root, has="Nothing has changed")
        assert "mark this case as closed" not in words(still)
        stage.dns.zones = Zones(
            {
                **world(),
                "medaus-namai.lt": [
                    {"MX": [1, "mx0.mail.ovh.net"]},
                    {"TXT": "v=spf1 include:mx.ovh.com a -all"},
                ],
                "20.55.105.46.in-addr.arpa": [{"PTR": "7.mo4.mail-out.ovh.net"}],
                "7.mo4.mail-out.ovh.net": [{"A": "46.105.55.20"}],
            }
        )
        fixed = await stage.ask("is it fixed now?", root, has="What changed")
        assert "mark this case as closed" in words(fixed)


async def test_a_code_is_held_against_a_domain_that_is_named_later(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "en 550 5.7.26")
    root = await one_stage.answer(1, has="5.7.26")
    answer = await one_stage.ask("imone.example", root, has="Checked")
    assert "This may explain the code" in words(answer)
    healthy = await one_stage.ask("/mailcheck sveika.example", root, has="Checked")
    assert "explain the code" not in words(healthy)
