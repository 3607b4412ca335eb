"""A new check is a module and its words in each language, and not another line."""

from pathlib import Path

import pytest

from tests.extending.checkout import copied, played

MODULE = '''"""CAA: which authorities may issue certificates for the domain (RFC 8659)."""

from bot.domains.declaration import Check, Concern
from bot.domains.shared.look import Look
from bot.domains.values import Finding, Status

CHECK = Check(
    name="caa",
    concern=Concern.TRANSPORT,
    place=9,
    codes={"caa-ok": Status.OK, "caa-missing": Status.ERROR, "caa-unknown": Status.UNKNOWN},
)


async def check(look: Look) -> tuple[Finding, ...]:
    answer = await look.resolver.ask(look.domain, "CAA")
    if not answer.outcome.known:
        return (CHECK.found("caa-unknown"),)
    return (CHECK.found("caa-ok" if answer.records else "caa-missing", answer, name=look.domain),)
'''
WORDS = {
    "en": """name = "CAA"
about = "CAA records say who may issue certificates."
fine-since = "CAA had been fine since {{ day }}"

[asked-for]
phrases = ["caa*", "issu* certificate*"]

[caa-ok]
title = "CAA is there"
meaning = "Certificates are issued by whom the domain names."

[caa-missing]
title = "CAA is missing"
meaning = "Anybody may issue a certificate for `{{ name }}`."
remedy = "Publish a CAA record."
customer = "Please publish a CAA record."

[caa-unknown]
title = "CAA could not be checked"
meaning = "The name servers did not answer."
""",
    "lt": """name = "CAA"
about = "CAA įrašai sako, kas gali išduoti sertifikatus."
fine-since = "CAA buvo tvarkingas nuo {{ day }}"

[asked-for]
phrases = ["caa*"]

[caa-ok]
title = "CAA yra"
meaning = "Sertifikatus išduoda tie, kuriuos domenas nurodo."

[caa-missing]
title = "CAA įrašo nėra"
meaning = "Vardui `{{ name }}` sertifikatą gali išduoti bet kas."
remedy = "Sukurkite CAA įrašą."
customer = "Sukurkite CAA įrašą."

[caa-unknown]
title = "CAA patikrinti nepavyko"
meaning = "Vardų serveriai neatsakė."
""",
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copied(tmp_path_factory.mktemp("checkout"))
    (made / "bot" / "domains" / "checks" / "caa.py").write_text(MODULE, "utf-8")
    for language, words in WORDS.items():
        (made / "locales" / language / "findings" / "caa.toml").write_text(words, "utf-8")
    return made


def test_it_is_asked_for_by_command_and_in_a_thread_in_both_languages(checkout: Path) -> None:
    english, follow_up, lithuanian, klausimas, sutvarkyti = played(
        checkout,
        ("/mailcheck en imone.example", "CAA is missing"),
        ("what about CAA?", "Anybody may issue"),
        ("/mailcheck lt imone.example", "CAA įrašo nėra"),
        ("o kas dėl CAA?", "sertifikatą gali išduoti bet kas"),
        ("kaip sutvarkyti CAA?", "Sukurkite CAA įrašą"),
    )
    assert "Anybody may issue a certificate for" in english + follow_up
    assert "imone.example" in lithuanian
    assert "CAA įrašai sako" in klausimas
    assert "Sukurkite CAA įrašą." in sutvarkyti
