"""A new check is a module and its words in each language, and not another line."""

from pathlib import Path

import pytest

from tests.extending.checkout import copied, played

MODULE = '''"""RP: who is responsible for the domain (RFC 1183, 2.2)."""

from bot.domains.declaration import Check, Concern
from bot.domains.shared.look import Look
from bot.domains.values import Finding, Status

CHECK = Check(
    name="rp",
    concern=Concern.TRANSPORT,
    place=9,
    codes={"rp-ok": Status.OK, "rp-missing": Status.ERROR, "rp-unknown": Status.UNKNOWN},
)


async def check(look: Look) -> tuple[Finding, ...]:
    answer = await look.resolver.ask(look.domain, "RP")
    if not answer.outcome.known:
        return (CHECK.found("rp-unknown"),)
    return (CHECK.found("rp-ok" if answer.records else "rp-missing", answer, name=look.domain),)
'''
WORDS = {
    "en": """name = "RP"
about = "An RP record says who is responsible for the domain."
fine-since = "RP had been fine since {{ day }}"

[asked-for]
phrases = ["rp*", "responsib* person*"]

[rp-ok]
title = "RP is there"
meaning = "The domain says who is responsible for it."

[rp-missing]
title = "RP is missing"
meaning = "Nobody is named for `{{ name }}`."
remedy = "Publish an RP record."
customer = "Please publish an RP record."

[rp-unknown]
title = "RP could not be checked"
meaning = "The name servers did not answer."
""",
    "lt": """name = "RP"
about = "RP įrašas sako, kas atsako už domeną."
fine-since = "RP buvo tvarkingas nuo {{ day }}"

[asked-for]
phrases = ["rp*"]

[rp-ok]
title = "RP įrašas yra"
meaning = "Domenas nurodo, kas už jį atsako."

[rp-missing]
title = "RP įrašo nėra"
meaning = "Vardui `{{ name }}` atsakingas asmuo nenurodytas."
remedy = "Sukurkite RP įrašą."
customer = "Sukurkite RP įrašą."

[rp-unknown]
title = "RP patikrinti nepavyko"
meaning = "Vardų serveriai neatsakė."
""",
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copied(tmp_path_factory.mktemp("checkout"))
    (made / "bot" / "domains" / "checks" / "rp.py").write_text(MODULE, "utf-8")
    for language, words in WORDS.items():
        (made / "locales" / language / "findings" / "rp.toml").write_text(words, "utf-8")
    return made


def test_it_is_asked_for_by_command_and_in_a_thread_in_both_languages(checkout: Path) -> None:
    english, follow_up, lithuanian, klausimas, sutvarkyti = played(
        checkout,
        ("/mailcheck en imone.example", "RP is missing"),
        ("what about RP?", "Nobody is named"),
        ("/mailcheck lt imone.example", "RP įrašo nėra"),
        ("o kas dėl RP?", "atsakingas asmuo nenurodytas"),
        ("kaip sutvarkyti RP?", "Sukurkite RP įrašą"),
    )
    assert "Nobody is named for" in english + follow_up
    assert "imone.example" in lithuanian
    assert "RP įrašas sako" in klausimas
    assert "Sukurkite RP įrašą." in sutvarkyti
