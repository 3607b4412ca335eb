""" "What changed?" in a thread, answered also from checks that the thread did not see."""

from bot.workspace.dns import Zones
from tests.scenarios.recorded import world
from tests.scenarios.stage import Stage, words

DOMAIN = "imone.example"
TXT = "v=spf1 include:mx.ovh.com -all"


def zones(spf: str) -> Zones:
    others = [entry for entry in world()[DOMAIN] if not isinstance(entry, dict) or "TXT" not in entry]
    dmarc = [{"TXT": f"v=DMARC1; p=reject; rua=mailto:dmarc@{DOMAIN}"}]
    return Zones({**world(), DOMAIN: [*others, {"TXT": spf}], f"_dmarc.{DOMAIN}": dmarc})


async def test_what_a_colleague_found_in_another_thread_is_told_in_this_one(one_stage: Stage) -> None:
    one_stage.dns.zones = zones(TXT)
    await one_stage.ws.command("/mailcheck", DOMAIN)
    mine = await one_stage.answer(1, has="Stebėti")
    await one_stage.ws.command("/mailcheck", DOMAIN)
    colleagues = await one_stage.answer(2, has="Stebėti")

    one_stage.dns.zones = zones("v=spf1 a -all")
    answer = await one_stage.ask("patikrink iš naujo", colleagues, has="Naujai rasta (1)")
    assert "nebeliko `include:mx.ovh.com`, atsirado `a`" in words(answer)
    assert "Ankstesnės šio domeno patikros" not in words(answer)

    one_stage.dns.zones = zones(TXT)
    reply = await one_stage.ask("kas pasikeitė?", mine, has="Kas pasikeitė")
    assert "Niekas nepasikeitė" in words(reply)
    assert "Ankstesnės šio domeno patikros" in words(reply)
    assert "pasikeitė vardo `imone.example` TXT įrašai" in words(reply)


async def test_nothing_is_said_of_a_past_that_is_not_there(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", DOMAIN)
    mine = await one_stage.answer(1, has="Patikrinta")
    answer = await one_stage.ask("kas pasikeitė?", mine, has="Niekas nepasikeitė")
    assert "Ankstesnės" not in words(answer)
    assert "nuo " not in words(answer)
